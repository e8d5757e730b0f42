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
    /// In turn: the shapes of the pictures to learn from, where these are not all squares.
    private let sizes: [PictureSize]
    /// How many are drawn at a time: an interrupt loses no more.
    private static let batch = 4

    /// - Parameters:
    ///   - pictures: those to learn from; nil where all are drawn as the model's squares.
    ///   - folder: an earlier run's; nil for the place that the prompt and the model's weights decide.
    init(prompt: String, of model: Model, beside pictures: ImageSet? = nil, folder: String? = nil) {
        self.prompt = prompt
        self.model = model
        let drawn = pictures?.elements.map { $0.drawnSize(beside: model) } ?? []
        sizes = drawn.isEmpty ? [PictureSize(side: model.size)] : drawn
        self.folder = folder ?? "\(model.session.runsFolder)/classes/\(RunFolder.stem(of: prompt))-\(model.hash.prefix(12))"
    }

    /// A person's own pictures, and as many drawn ones as are missing to `count`.
    ///
    /// - Throws: what the interruption throws, and `EaselError.unwritableFile`; pictures that were drawn are kept.
    func set(of count: Int, own: ImageSet? = nil) throws -> ImageSet {
        let missing = max(0, count - (own?.count ?? 0))
        let images = try draw(missing).map { PromptedImage(bitmap: try ImageFile(path: $0).bitmap, source: $0, prompts: [prompt]) }
        let drawn = try ImageSet(images, crop: .buckets)
        guard let own else { return drawn }
        return own.prompted { $0.hasOwnPrompts ? $0.prompts : [prompt] } + drawn
    }

    /// How many of the first `count` pictures are not there yet.
    func missing(of count: Int) -> Int { paths(count).count { !FileManager.default.fileExists(atPath: $0) } }

    private func paths(_ count: Int) -> [String] {
        (0..<count).map { place in
            let (number, size) = ("\(place + 1)", size(at: place))
            let shape = size == PictureSize(side: model.size) ? "" : "-\(size.width)x\(size.height)"
            return "\(folder)/\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)\(shape).png"
        }
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
        try ProgressLine("drawing '\(prompt)'", unit: "picture", in: model.session).during { line in
            var done = 0
            for places in batches(missing) {
                line.update(done, of: missing.count, activity: "so that training leaves it as it is")
                done += places.count
                let pictures = places.map { TextToImage.Picture(prompt: prompt, seed: UInt64($0)) }
                let images = try model.draw(pictures, settings: settings(for: size(at: places[0]))) { _ in }
                for (place, image) in zip(places, images) { try image.write(to: paths[place]) }
            }
            line.update(missing.count, of: missing.count)
        }
        return paths
    }

    private func size(at place: Int) -> PictureSize { sizes[place % sizes.count] }

    /// Places in batches of one size each.
    private func batches(_ places: [Int]) -> [[Int]] {
        let found = places.map { size(at: $0) }.reduce(into: [PictureSize]()) { if !$0.contains($1) { $0.append($1) } }
        return found.flatMap { size in
            let places = places.filter { self.size(at: $0) == size }
            return stride(from: 0, to: places.count, by: Self.batch).map { Array(places[$0..<min($0 + Self.batch, places.count)]) }
        }
    }

    private func settings(for size: PictureSize) -> SamplingSettings {
        var arguments = SamplingArguments()
        (arguments.width, arguments.height) = (size.width, size.height)
        return model.settings(arguments)
    }
}

extension ImageSet.Element {
    /// The size in which the model draws others of the picture's class: its own shape, or the model's square.
    fileprivate func drawnSize(beside model: Model) -> PictureSize {
        crop == .buckets
            ? AspectBuckets(side: model.size, step: model.diffusion.bucketStep).size(for: image.bitmap) : PictureSize(side: model.size)
    }
}
