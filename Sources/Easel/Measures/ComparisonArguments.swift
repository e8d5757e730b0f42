/// What trainings are compared on.
public struct ComparisonArguments: Sendable {
    /// Templates; `{}` stands for what was learnt, and for the category where nothing was.
    public var prompts = ["a photo of {}", "a photo of {} on the beach", "a photo of {} in the snow", "a photo of {} at night"]
    /// Pictures a prompt.
    public var count = 2
    public var seed: UInt64 = 42
    /// The ordinary word for what was learnt; nil for the one that the thing itself names.
    public var category: String?
    /// Nil for what is there.
    public var measure: LikenessMeasure?

    public init() {}
}
