public import Diffusion
public import NeuralNetworks
package import Tensors

/// A word of one's own, learnt from pictures: Textual Inversion.
///
/// Source: Gal et al. 2022, "An Image is Worth One Word": only the word's own vectors are learnt, everything else is frozen.
public final class Token: Trainable {
    /// What stands for the token in prompts.
    public let placeholder: String
    /// The word whose vector it starts from; nil for one that was loaded from a file.
    public let initializer: String?
    /// Shapes: [vectors, width of the text model].
    public let parameter: Parameter
    /// The name of the model that it was added to.
    public let modelName: String
    package let added: CLIPTokenizer.Added
    private weak var model: StableDiffusion?
    private let initial: Tensor

    package init(added: CLIPTokenizer.Added, initializer: String?, initial: Tensor, model: StableDiffusion) {
        placeholder = added.placeholder
        self.model = model
        modelName = model.name
        self.added = added
        self.initializer = initializer
        self.initial = initial
        parameter = Parameter(path: added.placeholder, value: initial)
    }

    /// Adds a token to a model, each of its vectors a copy of the initializer's.
    ///
    /// - Parameter vectors: 1 to 16; more hold more detail and give way less to the rest of a prompt.
    /// - Throws: `PersonalizationError.initializerIsNotOneToken`, `TokenizerError.invalidPlaceholder`.
    public convenience init(_ placeholder: String, initializer: String, vectors: Int = 1, in model: StableDiffusion) throws {
        guard (1...16).contains(vectors) else {
            throw PersonalizationError.invalidArgument(name: "vectors", expected: "from 1 to 16", found: "\(vectors)")
        }
        let ids = model.tokenizer.tokens(of: initializer)
        guard ids.count == 1, let start = model.textModel.embeddings.vector(of: ids[0]) else {
            throw PersonalizationError.initializerIsNotOneToken(initializer: initializer, pieces: ids.map(model.tokenizer.text))
        }
        let rows = start.reshaped([1, start.count]).broadcast(to: [vectors, start.count]).contiguous()
        self.init(added: try model.addPlaceholder(placeholder, vectors: vectors), initializer: initializer, initial: rows, model: model)
        model.setVectors(parameter, of: added)
    }

    /// Whether the token was added to this model, and has not been replaced by another of its name.
    public func belongs(to model: StableDiffusion) -> Bool {
        self.model === model && model.tokenizer.addedTokens.contains(added)
    }

    public var label: String { placeholder }
    public var method: TrainingMethod { .textualInversion }
    public var changesPrompts: Bool { true }
    public var parameters: [Parameter] { [parameter] }

    /// How many vectors stand for the token.
    public var vectors: Int { parameter.shape[0] }

    /// Euclidean length of the vectors, on average; an ordinary word's is about the same, a much longer one is overfitted.
    public var norm: Float {
        parameter.value.detached().square().sum(axes: [1], keepDims: false).sqrt().mean().item
    }

    public func prompt(_ template: String) -> String { template.replacing("{}", with: placeholder) }

    /// Starts over from the vectors it had when it was made.
    public func reset() { parameter.update(initial) }

    /// The token with other vectors, under the same placeholder.
    package func with(values: Tensor, in model: StableDiffusion) -> Token {
        Token(added: added, initializer: initializer, initial: values, model: model)
    }
}
