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

    /// Whether something of it was to be seen through and nothing was put behind: the colours that lie there unseen are learnt.
    public let isTransparent: Bool

    /// What guides a control net to it, of its size; nil where nothing does.
    public let control: Bitmap?

    public init(bitmap: Bitmap, source: String, prompts: [String], isTransparent: Bool = false, control: Bitmap? = nil) {
        self.isTransparent = isTransparent
        self.control = control
        self.bitmap = bitmap
        self.source = source
        self.prompts = prompts
    }

    /// The picture with other prompts.
    func prompted(by prompts: [String]) -> PromptedImage {
        PromptedImage(bitmap: bitmap, source: source, prompts: prompts, isTransparent: isTransparent, control: control)
    }

    /// The picture with another control.
    func controlled(by control: Bitmap) -> PromptedImage {
        PromptedImage(bitmap: bitmap, source: source, prompts: prompts, isTransparent: isTransparent, control: control)
    }
}
