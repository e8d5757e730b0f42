import Diffusion
import Measures
import Personalization

/// Draws and measures for one comparison: the same prompts, seeds and encoder for each of its rows.
struct ComparisonFigures {
    let encoders: String
    private let model: Model
    private let photos: [Bitmap]
    private let category: String
    private let arguments: ComparisonArguments
    private let measure: LikenessMeasure
    private let reader: LikenessMeasure?

    init(of model: Model, photos: [Bitmap], category: String, _ arguments: ComparisonArguments) throws {
        let chosen = try model.session.encoder(arguments.measure)
        (self.model, self.photos, self.category, self.arguments) = (model, photos, category, arguments)
        measure = chosen.measure
        reader = Self.reader(in: model.session, size: model.size)
        let readerName = try reader.map { try model.session.encoder($0).encoder?.name ?? "" }
        let name = chosen.encoder?.name ?? "histograms of colours"
        encoders = readerName.map { $0 == name ? name : "\(name), prompts by \($0)" } ?? "\(name), prompts not at all"
    }

    /// CLIP where it is loaded; the encoder of drawings for models that draw them.
    private static func reader(in session: EaselSession, size: Int) -> LikenessMeasure? {
        let candidates: [LikenessMeasure] = size <= 64 ? [.clip, .encoder] : [.clip]
        for candidate in candidates where (try? session.encoder(candidate)) != nil { return candidate }
        return nil
    }

    /// The real pictures among themselves: what a perfect copy would reach.
    func real() -> Comparison.Row {
        var row = Comparison.Row(name: "real pictures")
        row.diversity = try? model.session.diversity(photos, by: measure)
        row.fidelity = row.diversity.map { 1 - $0 }
        return row
    }

    /// A row with the figures of the pictures that the model draws now.
    ///
    /// - Parameters:
    ///   - adapters: what is used meanwhile.
    ///   - prompt: puts what was learnt into a template.
    func measured(_ row: Comparison.Row, with adapters: [AdapterUse] = [], _ prompt: (String) -> String) throws -> Comparison.Row {
        let session = model.session
        var sampling = SamplingArguments()
        (sampling.count, sampling.seed) = (arguments.count, arguments.seed)
        var row = row
        row.images = try model.sample(arguments.prompts.map(prompt), sampling, with: adapters)
        let bitmaps = row.images.map(\.bitmap)
        let plain = arguments.prompts.flatMap { Array(repeating: $0.replacing("{}", with: category), count: arguments.count) }
        row.fidelity = try session.fidelity(bitmaps, to: photos, by: measure)
        row.promptFidelity = try reader.map { try session.promptFidelity(bitmaps, to: plain, by: $0) }
        row.diversity = try diversity(of: bitmaps)
        sampling.count = max(4, arguments.count)
        let ordinary = try model.sample(["a photo of a \(category)"], sampling, with: adapters)
        row.priorPreservation = try session.priorPreservation(ordinary.map(\.bitmap), to: photos, by: measure)
        return row
    }

    /// The mean over the prompts, of each prompt's pictures; nil for one picture a prompt.
    private func diversity(of bitmaps: [Bitmap]) throws -> Double? {
        guard arguments.count > 1 else { return nil }
        let groups = stride(from: 0, to: bitmaps.count, by: arguments.count).map { Array(bitmaps[$0..<($0 + arguments.count)]) }
        return try groups.reduce(0) { $0 + (try model.session.diversity($1, by: measure)) } / Double(groups.count)
    }
}
