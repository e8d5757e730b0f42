public import NeuralNetworks
import Tensors

// Learnt tokens: a name in the tokenizer and vectors under its ids in the text model.
extension StableDiffusion {
    /// Makes a placeholder known, anew where it was known already; its vectors have to be put in place before it is used.
    ///
    /// - Throws: `TokenizerError.invalidPlaceholder`, leaving everything as it was.
    public func addPlaceholder(_ placeholder: String, vectors: Int) throws -> CLIPTokenizer.Added {
        let earlier = tokenizer.addedTokens.first { $0.placeholder == placeholder }
        let added = try updateTokenizer { tokenizer in
            var copy = tokenizer
            copy.remove(placeholder)
            let added = try copy.add(placeholder, vectors: vectors)
            tokenizer = copy
            return added
        }
        if let earlier { textModel.embeddings.remove(ids: earlier.ids[0]..<(earlier.ids[0] + earlier.ids.count)) }
        return added
    }

    /// Puts vectors under a placeholder's ids, in place of those that were there.
    ///
    /// Shapes: vectors [the placeholder's ids, hidden].
    public func setVectors(_ vectors: Parameter, of token: CLIPTokenizer.Added) {
        precondition(vectors.shape == [token.ids.count, textModel.embeddings.width], "one vector an id, of the text model's width")
        textModel.embeddings.add(.init(firstID: token.ids[0], parameter: vectors))
    }
}
