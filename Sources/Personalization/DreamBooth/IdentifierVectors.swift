import Diffusion
import NeuralNetworks
import Tensors

/// The vectors of one word in a text model's table: they learn, and all other words keep theirs.
///
/// Prompts without the word mean exactly what they meant before, which a text model that learns as a whole can't promise.
///
/// Source: diffusers' script for textual inversion, which puts the other rows of the table back after every step.
struct IdentifierVectors {
    /// Shapes: [words, width].
    let table: Parameter
    /// The word's own rows.
    private let rows: [Int]
    /// All rows as they were before training.
    private let kept: [Float]

    /// - Returns: nil for a text model without a table of words.
    init?(of word: String, in model: StableDiffusion) {
        guard let table = Self.table(of: model) else { return nil }
        (self.table, kept) = (table, table.value.detached().scalars)
        rows = Array(Set(model.tokenizer.tokens(of: word))).filter { $0 < table.value.shape[0] }
    }

    /// The vectors of all words of a model.
    static func table(of model: StableDiffusion) -> Parameter? {
        model.textModel.parameters.first { $0.path.hasSuffix("token_embedding.weight") }
    }

    /// Gives every other word its own vector back.
    func keepOthers() {
        let (learnt, width) = (table.value.detached().scalars, table.value.shape[1])
        var values = kept
        for row in rows { values.replaceSubrange(row * width..<(row + 1) * width, with: learnt[row * width..<(row + 1) * width]) }
        table.update(Tensor(values, shape: table.value.shape))
    }
}
