import Diffusion
import NeuralNetworks
import Tensors

/// The vectors of some words in a text model's table: they learn, and all other words keep theirs.
///
/// Prompts without these words mean exactly what they meant before, which a text model that learns as a whole can't promise.
///
/// Source: diffusers' script for textual inversion, which puts the other rows of the table back after every step.
struct IdentifierVectors {
    /// Shapes: [words, width].
    let table: Parameter
    /// The words' own rows, in rising order.
    private let rows: [Int]
    /// The table as it was before training.
    private let kept: Tensor

    /// - Returns: nil for a text model without a table of words.
    init?(of words: [String], in model: StableDiffusion) {
        guard let table = Self.table(of: model) else { return nil }
        (self.table, kept) = (table, table.value.detached())
        rows = Set(words.flatMap { model.tokenizer.tokens(of: $0) }).filter { $0 < table.shape[0] }.sorted()
    }

    /// The vectors of all words of a model.
    static func table(of model: StableDiffusion) -> Parameter? {
        model.textModel.parameters.first { $0.path.hasSuffix("token_embedding.weight") }
    }

    /// Gives every other word its own vector back.
    func keepOthers() {
        let learnt = table.value.detached()
        var (parts, next): ([Tensor], Int) = ([], 0)
        for row in rows {
            parts += [kept.sliced(axis: 0, next..<row), learnt.sliced(axis: 0, row..<row + 1)]
            next = row + 1
        }
        parts.append(kept.sliced(axis: 0, next..<table.shape[0]))
        table.update(Tensor.concatenated(parts.filter { $0.count > 0 }, axis: 0))
    }
}
