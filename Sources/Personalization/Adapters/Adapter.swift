public import Diffusion

/// A small change to a model's layers, learnt from pictures and kept apart from the model: it is used for a piece of work, and the weights stay.
public protocol Adapter: Trainable, UsableAdapter {
    /// The model that it was made for.
    var model: StableDiffusion? { get }
    /// What it is taught, where that is a subject with an identifier; nil for what the pictures' own prompts say.
    var subject: Subject? { get }
    /// The layers that it changes.
    var targets: [AdaptableLayer] { get }

    /// Adds what the adapter does to its layers' weights.
    ///
    /// - Parameters:
    ///   - strength: 1 for all of it, 0 for nothing.
    ///   - isFixed: whether what can be computed beforehand is, because nothing is learnt meanwhile.
    func attach(strength: Float, isFixed: Bool)
}

extension Adapter {
    public var use: AdapterUse { AdapterUse(self) }
    public var changesPrompts: Bool { targets.contains { $0.network == .textEncoder } }
    public var priorPrompts: [String] { subject?.priorPrompts ?? [] }
    public func priorPrompts(beside pictures: ImageSet) -> [[String]] { subject?.priorPrompts(beside: pictures) ?? [] }
    public func belongs(to model: StableDiffusion) -> Bool { self.model === model }

    /// A template with the subject in the place of `{}`, or with nothing: an adapter has no word of its own.
    public func prompt(_ template: String) -> String {
        guard template.contains("{}") else { return template }
        return subject?.prompt(template) ?? template.replacing("{}", with: "").split(separator: " ").joined(separator: " ")
    }

    public func prompts(for image: PromptedImage) -> [String] { subject?.prompts(for: image) ?? image.prompts.map(prompt) }
}
