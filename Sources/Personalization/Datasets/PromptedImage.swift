public import Diffusion

/// A picture with the prompts that may stand for it in training.
public struct PromptedImage: Equatable, Sendable {
    /// As it was read, upright.
    public let bitmap: Bitmap
    /// Where it came from: a path, or what made it.
    public let source: String
    /// One is drawn for each training example; `{}` stands for what is learnt.
    public let prompts: [String]

    /// Whether its prompts speak of this picture, and are no list of templates for all.
    public var hasOwnPrompts: Bool { !PromptTemplates.allCases.contains { $0.prompts == prompts } }

    public init(bitmap: Bitmap, source: String, prompts: [String]) {
        self.bitmap = bitmap
        self.source = source
        self.prompts = prompts
    }
}
