/// One window's worth of a weighted prompt.
public struct PromptChunk: Equatable, Sendable {
    /// As many as the tokenizer's maximum length: start, tokens, end, padding.
    public let ids: [Int]
    /// The factor of each id's vector; 1 for start, end and padding.
    public let weights: [Float]

    /// Whether no weight changes anything.
    var isUniform: Bool { weights.allSatisfy { $0 == 1 } }
}
