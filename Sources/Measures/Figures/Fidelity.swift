/// The figures of the DreamBooth paper, from vectors of pictures.
///
/// Source: Ruiz et al. 2023, "DreamBooth", section 4.1 (subject fidelity) and the supplement (PRES, DIV).
public enum Fidelity {
    /// The average cosine over all pairs of a drawn and a real picture: DINO or CLIP-I, as the encoder is. For pictures of random things of the prior
    /// class against the real subject it is PRES, and low where the prior was kept.
    ///
    /// - Throws: `MeasuresError.tooFewPictures` where one side has none.
    public static func similarity(_ drawn: [Embedding], to real: [Embedding]) throws -> Double {
        guard !drawn.isEmpty, !real.isEmpty else {
            throw MeasuresError.tooFewPictures(what: "An average over pairs", needed: 1, found: min(drawn.count, real.count))
        }
        let sum = drawn.reduce(0.0) { sum, one in sum + real.reduce(0.0) { $0 + one.cosine(with: $1) } }
        return sum / Double(drawn.count * real.count)
    }

    /// DIV: the average distance (1 − cosine) over all pairs of different pictures of one prompt, high where they differ.
    ///
    /// The paper takes LPIPS for the distance, whose weights are not at hand: figures of this measure can be compared with each other, not with the paper's.
    ///
    /// - Throws: `MeasuresError.tooFewPictures` for less than two.
    public static func diversity(_ drawn: [Embedding]) throws -> Double {
        guard drawn.count > 1 else { throw MeasuresError.tooFewPictures(what: "Diversity", needed: 2, found: drawn.count) }
        var (sum, pairs) = (0.0, 0)
        for (index, one) in drawn.enumerated() {
            for other in drawn[(index + 1)...] {
                sum += 1 - one.cosine(with: other)
                pairs += 1
            }
        }
        return sum / Double(pairs)
    }
}
