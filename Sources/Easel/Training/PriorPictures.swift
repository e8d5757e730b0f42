import Diffusion
import FoundationEssentials
import NeuralNetworks
import Personalization

/// Pictures of a class as the model draws it before it learns one of it; kept in a folder, so that the next training of this class finds them.
///
/// Source: Ruiz et al. 2022, section 3.2: the model is supervised with its own samples.
struct PriorPictures {
    let prompt: String
    let folder: String
    private let model: Model
    /// How many are drawn at a time: an interrupt loses no more.
    private static let batch = 4

    /// - Parameter folder: an earlier run's; nil for the place that the prompt and the model's weights decide.
    init(prompt: String, of model: Model, folder: String? = nil) {
        self.prompt = prompt
        self.model = model
        self.folder = folder ?? "\(model.session.runsFolder)/classes/\(RunFolder.stem(of: prompt))-\(model.hash.prefix(12))"
    }

    /// A person's own pictures, and as many drawn ones as are missing to `count`.
    ///
    /// - Throws: what the interruption throws, and `EaselError.unwritableFile`; pictures that were drawn are kept.
    func set(of count: Int, own: ImageSet? = nil) throws -> ImageSet {
        let missing = max(0, count - (own?.count ?? 0))
        let drawn = try ImageSet(
            draw(missing).map { PromptedImage(bitmap: try ImageFile(path: $0).bitmap, source: $0, prompts: [prompt]) })
        guard let own else { return drawn }
        return own.prompted { $0.hasOwnPrompts ? $0.prompts : [prompt] } + drawn
    }

    /// How many of the first `count` pictures are not there yet.
    func missing(of count: Int) -> Int { paths(count).count { !FileManager.default.fileExists(atPath: $0) } }

    private func paths(_ count: Int) -> [String] {
        (0..<count).map { "\(folder)/\(String(repeating: "0", count: max(0, 4 - "\($0 + 1)".count)))\($0 + 1).png" }
    }

    /// The files of the first `count` pictures; those that are not there yet are drawn.
    private func draw(_ count: Int) throws -> [String] {
        let paths = paths(count)
        let missing = paths.indices.filter { !FileManager.default.fileExists(atPath: paths[$0]) }
        guard !missing.isEmpty else { return paths }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw EaselError.unwritableFile(path: folder, reason: "\(error)")
        }
        let settings = model.settings(SamplingArguments())
        try ProgressLine("drawing '\(prompt)'", unit: "picture", in: model.session).during { line in
            for start in stride(from: 0, to: missing.count, by: Self.batch) {
                line.update(start, of: missing.count, activity: "so that training leaves it as it is")
                let places = missing[start..<min(start + Self.batch, missing.count)]
                let pictures = places.map { TextToImage.Picture(prompt: prompt, seed: UInt64($0)) }
                let images = try model.draw(pictures, settings: settings) { _ in }
                for (place, image) in zip(places, images) { try image.write(to: paths[place]) }
            }
            line.update(missing.count, of: missing.count)
        }
        return paths
    }
}
