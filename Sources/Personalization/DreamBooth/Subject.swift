public import Diffusion
public import NeuralNetworks

/// One particular thing of a category, under an identifier that meant nothing before: DreamBooth.
///
/// Source: Ruiz et al. 2022, "DreamBooth: Fine Tuning Text-to-Image Diffusion Models for Subject-Driven Generation": the whole UNet learns, and the
/// text model where asked for.
public final class Subject: IdentifierTrainable {
    /// The rare word that stands for it.
    public let identifier: String
    /// What it is one of.
    public let category: String
    /// The prompt of its pictures.
    public let instancePrompt: String
    /// The prompt of other things of its category, which must stay as they are.
    public let classPrompt: String
    /// Whether a person chose it: then it is the only one.
    private let choseClassPrompt: Bool
    /// Whether the text model learns too.
    public var trainsTextEncoder = false
    /// Whether the identifier's own vectors learn where the text model does not.
    public var trainsIdentifier = false
    let model: StableDiffusion
    /// While the identifier's vectors learn.
    private var vectors: IdentifierVectors?

    /// - Parameters:
    ///   - instancePrompt: nil for the field's: `a photo of sks dog`, or `a sks painting` for a category that is a style.
    ///   - classPrompt: nil for the same with the category alone, also where pictures have prompts of their own.
    /// - Throws: `PersonalizationError.invalidArgument` for an empty identifier, category or prompt.
    public init(
        _ identifier: String, category: String, instancePrompt: String? = nil, classPrompt: String? = nil, in model: StableDiffusion
    ) throws {
        for (name, text) in [
            ("identifier", identifier), ("category", category), ("instancePrompt", instancePrompt ?? "-"), ("classPrompt", classPrompt ?? "-"),
        ]
        where text.allSatisfy(\.isWhitespace) {
            throw PersonalizationError.invalidArgument(name: name, expected: "a text", found: "empty")
        }
        self.identifier = identifier
        self.category = category
        self.model = model
        let isStyle = Self.styles.contains(category.lowercased())
        self.instancePrompt = instancePrompt ?? (isStyle ? "a \(identifier) \(category)" : "a photo of \(identifier) \(category)")
        let ordinary = ClassPrompt.article(category)
        let ownClass = ClassPrompt(identifier: identifier, category: category).text(of: self.instancePrompt)
        self.classPrompt = classPrompt ?? ownClass ?? (isStyle ? ordinary : "a photo of \(ordinary)")
        choseClassPrompt = classPrompt != nil
    }

    /// Categories of which one makes pictures, not photographs.
    private static let styles: Set<String> = ["painting", "drawing", "sketch", "illustration", "picture", "artwork", "style", "cartoon", "print"]

    func sharesModel(with other: Subject) -> Bool { model === other.model }

    public var label: String { "\(identifier) \(category)" }
    public var method: TrainingMethod { .dreamBooth }
    public var modelName: String { model.name }
    public var parameters: [Parameter] { model.unet.parameters + textParameters }
    public var changesPrompts: Bool { trainsTextEncoder || trainsIdentifier }
    public var priorPrompts: [String] { [classPrompt] }
    public func priorPrompts(beside pictures: ImageSet) -> [[String]] { [classPrompts(of: pictures.elements.flatMap { prompts(for: $0.image) })] }
    public func prompt(_ template: String) -> String { template.replacing("{}", with: label) }
    public func belongs(to model: StableDiffusion) -> Bool { self.model === model }

    /// The instance prompt; a picture that has prompts of its own keeps them.
    public func prompts(for image: PromptedImage) -> [String] { image.hasOwnPrompts ? image.prompts.map(prompt) : [instancePrompt] }

    /// What prompts say of the category, each once; the class prompt where it was chosen, or where none of them names the subject.
    func classPrompts(of prompts: [String]) -> [String] {
        guard !choseClassPrompt else { return [classPrompt] }
        let found = prompts.compactMap { ClassPrompt(identifier: identifier, category: category).text(of: $0) }
        return found.isEmpty ? [classPrompt] : found.withoutRepetitions
    }

    /// What is odd about its prompts, in sentences: the identifier has to stand in one of them, and only there.
    public var promptDoubts: [String] {
        func names(_ prompt: String) -> Bool {
            guard identifier.allSatisfy({ $0.isLetter || $0.isNumber }) else { return prompt.contains(identifier) }
            return prompt.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { $0 == identifier.lowercased() }
        }
        let missing = "The instance prompt \"\(instancePrompt)\" does not say '\(identifier)': pictures will not teach the identifier."
        let double = "The class prompt \"\(classPrompt)\" says '\(identifier)': the class's pictures will teach the identifier too."
        return (names(instancePrompt) ? [] : [missing]) + (names(classPrompt) ? [double] : [])
    }

    private var textParameters: [Parameter] {
        if trainsTextEncoder { return model.textModel.parameters }
        return trainsIdentifier ? [IdentifierVectors.table(of: model)].compactMap { $0 } : []
    }

    /// Makes sure that the model can tell prompts with the identifier from those without.
    public func willTrain() {
        awaken()
        vectors = learnsIdentifiers ? IdentifierVectors(of: [identifier], in: model) : nil
    }

    func awaken() { model.awaken(identifier, likeWordsOf: category, isCopy: learnsIdentifiers) }

    public func didTakeStep() -> Bool {
        vectors?.keepOthers()
        return vectors != nil
    }

    /// Brings the weights of the checkpoint back, and with them everything that any subject has taught the model.
    public func reset() throws { try model.reloadWeights() }
}
