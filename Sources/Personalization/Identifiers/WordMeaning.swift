import Diffusion
import NeuralNetworks
import Tensors

/// How much words mean to a model: 0 for one that it can't have met in training, about 1 for the name of an ordinary thing.
///
/// Every vocabulary of CLIP's kind has tokens that no text contains. What training never touched looks like them, so two distances from them are taken,
/// and the larger counts: that of the word's vector (how far training has moved it), and that of what the text model makes of "a … dog" at its end,
/// the vector that was trained to say what a picture shows. Both in units of the names of ordinary things. Neither is enough: a vector may have
/// moved without saying anything, and an untouched one may happen to point somewhere.
struct WordMeaning {
    private let model: StableDiffusion
    private let frame: (before: [Int], after: [Int])
    private let vectors: Reference
    private let endings: Reference
    private let interruption: Interruption

    /// The middle of vectors without meaning, their distance from it, and how much farther ordinary names are.
    private struct Reference {
        let centre: [Float]
        let spread: Float
        var unit: Float = 1

        init(_ rows: [[Float]]) {
            var sums = rows[0].map { _ in Float(0) }
            for row in rows { for index in sums.indices { sums[index] += row[index] } }
            centre = sums.map { $0 / Float(rows.count) }
            let middle = centre
            spread = median(rows.map { distance($0, middle) })
        }

        /// How far a vector is from looking like those, in units of ordinary names.
        func excess(_ row: [Float]) -> Float { abs(distance(row, centre) - spread) / unit }

        mutating func calibrate(_ rows: [[Float]]) {
            let typical = rows.isEmpty ? 0 : median(rows.map(excess))
            if typical > 0, typical.isFinite { unit = typical }
        }
    }

    private static let ordinaryNames = ["cat", "dog", "bottle", "cup", "house", "tree", "car", "fish", "flower", "robot", "chair", "horse", "bird", "boat"]

    /// - Parameter category: what the word will stand before.
    /// - Throws: `PersonalizationError.noIdentifier` where the vocabulary has no token without a meaning to compare with.
    init(_ model: StableDiffusion, category: String, interruption: Interruption = .never) throws {
        let tokenizer = model.tokenizer
        let unseen = tokenizer.unreachableIDs.filter { $0 < model.textModel.embeddings.tableSize }
        let after = Array(tokenizer.tokens(of: category).prefix(max(1, tokenizer.maximumLength - 8)))
        guard !unseen.isEmpty else { throw PersonalizationError.noIdentifier(reason: "the vocabulary of '\(model.name)' has no tokens to compare words with") }
        (self.model, self.interruption) = (model, interruption)
        frame = ([tokenizer.startID] + tokenizer.tokens(of: "a"), after + [tokenizer.endID])
        var vectors = Reference(Self.vectors(of: unseen, model))
        var endings = Reference(try Self.endings(of: unseen, frame, model, interruption))
        let names = Self.ordinaryNames.map(tokenizer.tokens).filter { $0.count == 1 }.map { $0[0] }.filter { !after.contains($0) }
        vectors.calibrate(Self.vectors(of: names, model))
        endings.calibrate(try Self.endings(of: names, frame, model, interruption))
        (self.vectors, self.endings) = (vectors, endings)
    }

    /// How far training has moved the vectors of ids.
    func familiarity(of ids: [Int]) -> [Double] { Self.vectors(of: ids, model).map { Double(vectors.excess($0)) } }

    /// The larger of both distances, for each id.
    func callAsFunction(_ ids: [Int]) throws -> [Double] {
        let endings = try Self.endings(of: ids, frame, model, interruption)
        return zip(familiarity(of: ids), endings).map { max($0, Double(self.endings.excess($1))) }
    }

    private static func vectors(of ids: [Int], _ model: StableDiffusion) -> [[Float]] {
        ids.map { model.textModel.embeddings.vector(of: $0)?.scalars ?? [] }
    }

    /// What the text model says at the end of "a … dog". It looks back only, so prompts are not filled up, which makes them fifteen times cheaper.
    private static func endings(
        of ids: [Int], _ frame: (before: [Int], after: [Int]), _ model: StableDiffusion, _ interruption: Interruption
    ) throws -> [[Float]] {
        try stride(from: 0, to: ids.count, by: 32).flatMap { start in
            let prompts = ids[start..<min(start + 32, ids.count)].map { frame.before + [$0] + frame.after }
            let states = try model.textModel(prompts, interruption: interruption)
            let last = states.shape[1] - 1
            return prompts.indices.map { states.detached()[$0][last].scalars }
        }
    }
}

private func median(_ values: [Float]) -> Float { values.sorted()[values.count / 2] }

private func distance(_ one: [Float], _ other: [Float]) -> Float {
    zip(one, other).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}
