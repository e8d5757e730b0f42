public import NeuralNetworks
import Tensors

// Learnt tokens: a name in the tokenizer and vectors under its ids in the text model.
extension StableDiffusion {
    /// Makes a placeholder known; its vectors have to be put in place before it is used.
    ///
    /// - Throws: `TokenizerError.invalidPlaceholder`.
    public func addPlaceholder(_ placeholder: String, vectors: Int) throws -> CLIPTokenizer.Added {
        try updateTokenizer { try $0.add(placeholder, vectors: vectors) }
    }

    /// Puts vectors under a placeholder's ids, in place of those that were there.
    ///
    /// Shapes: vectors [the placeholder's ids, hidden].
    public func setVectors(_ vectors: Parameter, of token: CLIPTokenizer.Added) {
        precondition(vectors.value.shape == [token.ids.count, textModel.embeddings.width], "one vector an id, of the text model's width")
        textModel.embeddings.add(.init(firstID: token.ids[0], parameter: vectors))
    }

    /// Forgets a placeholder and its vectors.
    public func removePlaceholder(_ token: CLIPTokenizer.Added) {
        updateTokenizer { $0.remove(token.placeholder) }
        textModel.embeddings.remove(ids: token.ids[0]..<(token.ids[0] + token.ids.count))
    }
}
