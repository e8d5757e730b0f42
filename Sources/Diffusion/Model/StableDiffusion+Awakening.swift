import NeuralNetworks
import Tensors

extension StableDiffusion {
    /// Lengthens the vectors of a word that training has never touched to the length of ordinary words', keeping their directions.
    ///
    /// A vocabulary's unused words keep the short random vectors that they were born with; a small model that was trained for long on few words has
    /// words ten times as long, beside which those are invisible: its text model has to learn along, and does so much sooner from a vector of full
    /// length. In Stable Diffusion's vocabulary all words have about the same length: there nothing happens.
    ///
    /// - Parameters:
    ///   - example: a word, or several, that the model knows.
    ///   - isCopy: whether the word starts with the example's meaning (its last token's vector), not with a direction of its own.
    public func awaken(_ word: String, likeWordsOf example: String, isCopy: Bool = false) {
        guard let table = textModel.parameters.first(where: { $0.path.hasSuffix("token_embedding.weight") }) else { return }
        let (width, size) = (table.shape[1], table.shape[0])
        func length(_ id: Int) -> Float { [table.value.detached().sliced(axis: 0, id..<(id + 1))].globalNorm }
        let examples = tokenizer.tokens(of: example).filter { $0 < size }
        let known = examples.map(length)
        guard let last = examples.last else { return }
        let usual = known.reduce(0, +) / Float(known.count)
        let sleeping = Set(tokenizer.tokens(of: word).filter { $0 < size && length($0) < usual * Self.sleepingShare && length($0) > 0 })
        guard !sleeping.isEmpty else { return }
        var values = table.value.detached().scalars
        for id in sleeping {
            let factor = usual / length(id)
            for place in 0..<width { values[id * width + place] = isCopy ? values[last * width + place] : values[id * width + place] * factor }
        }
        table.update(Tensor(values, shape: table.shape))
        weightsDidChange()
    }

    /// The share of an ordinary word's length below which a word is taken for one that was never trained.
    private static let sleepingShare: Float = 0.25
}
