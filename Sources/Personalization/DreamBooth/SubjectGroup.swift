public import Diffusion
public import NeuralNetworks

/// Several subjects that are learnt in one run, each from its own pictures, beside the classes of all of them.
public final class SubjectGroup: IdentifierTrainable {
    public let subjects: [Subject]
    /// While the identifiers' vectors learn.
    private var vectors: IdentifierVectors?

    /// - Throws: `PersonalizationError.invalidArgument` for fewer than two subjects, one that comes twice, or subjects of several models.
    public init(_ subjects: [Subject]) throws {
        let labels = Set(subjects.map(\.label))
        guard subjects.count > 1, labels.count == subjects.count, subjects.allSatisfy({ $0.sharesModel(with: subjects[0]) }) else {
            throw PersonalizationError.invalidArgument(
                name: "thing", expected: "two or more different subjects of one model", found: subjects.map { "\"\($0.label)\"" }.joined(separator: ", "))
        }
        self.subjects = subjects
    }

    public var trainsTextEncoder: Bool {
        get { subjects[0].trainsTextEncoder }
        set { for subject in subjects { subject.trainsTextEncoder = newValue } }
    }

    public var trainsIdentifier: Bool {
        get { subjects[0].trainsIdentifier }
        set { for subject in subjects { subject.trainsIdentifier = newValue } }
    }

    /// The pictures of all, each with the prompts of its subject.
    ///
    /// - Parameter sets: one for each subject, in their order.
    /// - Throws: `PersonalizationError.invalidArgument`.
    public func pictures(_ sets: [ImageSet]) throws -> ImageSet {
        guard sets.count == subjects.count else {
            throw PersonalizationError.invalidArgument(name: "on", expected: "\(subjects.count) sets of pictures, one a subject", found: "\(sets.count)")
        }
        return try zip(subjects, sets).map { $1.prompted(by: $0) }.reduce(ImageSet([]), +)
    }

    public var label: String { subjects.map(\.label).joined(separator: ", ") }
    public var method: TrainingMethod { .dreamBooth }
    public var modelName: String { subjects[0].modelName }
    public var parameters: [Parameter] { subjects[0].parameters }
    public var changesPrompts: Bool { trainsTextEncoder || trainsIdentifier }
    public var priorPrompts: [String] { subjects.map(\.classPrompt).withoutRepetitions }
    public func priorPrompts(beside pictures: ImageSet) -> [[String]] {
        let prompts = pictures.elements.flatMap(\.image.prompts)
        return subjects.map { $0.classPrompts(of: prompts) }.withoutRepetitions
    }
    public func prompt(_ template: String) -> String { template.replacing("{}", with: subjects.map(\.label).joined(separator: " and ")) }
    /// As its subject says them already.
    public func prompts(for image: PromptedImage) -> [String] { image.prompts }
    public func belongs(to model: StableDiffusion) -> Bool { subjects[0].belongs(to: model) }

    /// All identifiers are awake before the words that don't learn are remembered.
    public func willTrain() {
        for subject in subjects { subject.awaken() }
        vectors = learnsIdentifiers ? IdentifierVectors(of: subjects.map(\.identifier), in: subjects[0].model) : nil
    }

    public func didTakeStep() -> Bool {
        vectors?.keepOthers()
        return vectors != nil
    }

    public func reset() throws { try subjects[0].reset() }
}
