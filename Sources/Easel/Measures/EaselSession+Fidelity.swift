public import Diffusion
import Measures
import NeuralNetworks
import Personalization

// The figures of the DreamBooth paper. Source: Ruiz et al. 2023, "DreamBooth", section 4.1 and supplement.

extension EaselSession {
    /// How alike pictures are to others, on average over all pairs: 0…1 by colours, a cosine by an encoder.
    public func likeness(_ pictures: [Bitmap], to others: [Bitmap], by measure: LikenessMeasure? = .colour) throws -> Double {
        guard !pictures.isEmpty, !others.isEmpty else {
            throw EaselError.invalidArgument(name: "pictures", expected: "at least one picture on each side", found: "\(pictures.count) and \(others.count)")
        }
        let chosen = try encoder(measure)
        if let encoder = chosen.encoder {
            let known = try encoder.embeddings(of: others, interruption: interruption)
            return try Fidelity.similarity(encoder.embeddings(of: pictures, interruption: interruption), to: known)
        }
        let (first, second) = (try pictures.map { try ColourHistogram($0) }, try others.map { try ColourHistogram($0) })
        let sum = first.reduce(0) { $0 + second.reduce(0) { [one = $1] in $0 + Double(one.intersection(with: $1)) } }
        return sum / Double(first.count * second.count)
    }

    /// Subject fidelity: how alike drawn pictures are to the real ones of the subject. By DINO or CLIP these are the paper's DINO and CLIP-I.
    public func fidelity(_ pictures: [Bitmap], to photos: [Bitmap], by measure: LikenessMeasure? = nil) throws -> Double {
        try likeness(pictures, to: photos, by: measure)
    }

    /// Prompt fidelity, CLIP-T where a CLIP model is loaded: how well pictures show what was asked for.
    ///
    /// - Parameter prompts: one for all, or one a picture; without the learnt word, as the paper has it (`a dog in the snow`).
    public func promptFidelity(_ pictures: [Bitmap], to prompts: [String], by measure: LikenessMeasure? = nil) throws -> Double {
        guard !pictures.isEmpty else { throw EaselError.invalidArgument(name: "pictures", expected: "at least one picture", found: "none") }
        guard prompts.count == 1 || prompts.count == pictures.count else {
            throw EaselError.invalidArgument(name: "to", expected: "one prompt, or one a picture (\(pictures.count))", found: "\(prompts.count) prompts")
        }
        let measure = measure ?? (encoders[.clip] == nil ? .encoder : .clip)
        guard let reader = try encoder(measure).encoder as? any PromptReader else { throw MeasuresError.cannotRead(encoder: ".\(measure.rawValue)") }
        let groups = Dictionary(grouping: pictures.indices) { prompts[prompts.count == 1 ? 0 : $0] }
        let sums = try groups.sorted { $0.key < $1.key }.map { prompt, indices in
            try reader.promptFit(of: indices.map { pictures[$0] }, to: prompt, interruption: interruption).reduce(0, +)
        }
        return sums.reduce(0, +) / Double(pictures.count)
    }

    /// Prompts as the paper compares them: a learnt word gives way to the ordinary one that it started from.
    public func withoutLearntWords(_ prompts: [String]) -> [String] {
        let words = (currentModel?.tokens ?? []).map { ($0.placeholder, $0.initializer ?? "") }
        return prompts.map { prompt in words.reduce(prompt) { $0.replacing($1.0, with: $1.1) } }
    }

    /// DIV: how much pictures of one prompt differ, the mean of 1 − likeness over all pairs. The paper measures it by LPIPS.
    public func diversity(_ pictures: [Bitmap], by measure: LikenessMeasure? = nil) throws -> Double {
        guard pictures.count > 1 else { throw MeasuresError.tooFewPictures(what: "Diversity", needed: 2, found: pictures.count) }
        if let encoder = try encoder(measure).encoder {
            return try Fidelity.diversity(encoder.embeddings(of: pictures, interruption: interruption))
        }
        let histograms = try pictures.map { try ColourHistogram($0) }
        let distances = histograms.indices.flatMap { first in
            histograms[(first + 1)...].map { 1 - Double(histograms[first].intersection(with: $0)) }
        }
        return distances.reduce(0, +) / Double(distances.count)
    }

    /// PRES: how alike pictures of ordinary things of the category are to the subject. Lower is better: the category has not become the subject.
    public func priorPreservation(_ pictures: [Bitmap], to photos: [Bitmap], by measure: LikenessMeasure? = nil) throws -> Double {
        try likeness(pictures, to: photos, by: measure)
    }
}
