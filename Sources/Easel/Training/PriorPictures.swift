import Diffusion
import Digests
import FoundationEssentials
import NeuralNetworks
import Personalization

/// Pictures of a class as the model draws it before it learns one of it; kept in a folder, so that the next training of this class finds them.
///
/// Source: Ruiz et al. 2022, section 3.2: the model is supervised with its own samples.
struct PriorPictures {
    let prompt: String
    let folder: String
    /// How many there shall be.
    let count: Int
    /// In turn: the shapes of the pictures to learn from, where these are not all squares.
    private let sizes: [PictureSize]
    private let side: Int

    /// - Parameters:
    ///   - pictures: those to learn from; nil where all are drawn as the model's squares.
    ///   - folder: an earlier run's; nil for the place that the prompt and the model's weights decide.
    init(_ count: Int, prompt: String, of model: Model, beside pictures: ImageSet? = nil, folder: String? = nil) {
        self.count = count
        self.prompt = prompt
        side = model.size
        let drawn = pictures?.elements.map { $0.drawnSize(beside: model) } ?? []
        sizes = drawn.isEmpty ? [PictureSize(side: model.size)] : drawn
        self.folder = folder ?? "\(model.session.runsFolder)/classes/\(Self.name(of: prompt, hash: model.hash))"
    }

    /// A folder's name: readable, and another one for every prompt and every state of the weights.
    static func name(of prompt: String, hash: String) -> String {
        "\(RunFolder.stem(of: prompt).prefix(60))-\(SHA256.hex(of: prompt).prefix(8))-\(hash.prefix(12))"
    }

    /// The pictures, once they are drawn.
    ///
    /// - Throws: what reading a file throws.
    func set() throws -> ImageSet {
        try ImageSet(paths.map { PromptedImage(bitmap: try ImageFile(path: $0).bitmap, source: $0, prompts: [prompt]) }, crop: .buckets)
    }

    /// The places of those that are not there yet.
    var missing: [Int] { paths.indices.filter { !FileManager.default.fileExists(atPath: paths[$0]) } }

    /// The file of each place, and in which size it is drawn.
    var paths: [String] {
        (0..<count).map { place in
            let (number, size) = ("\(place + 1)", size(at: place))
            let shape = size == PictureSize(side: side) ? "" : "-\(size.width)x\(size.height)"
            return "\(folder)/\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)\(shape).png"
        }
    }

    func size(at place: Int) -> PictureSize { sizes[place % sizes.count] }
}

extension ImageSet.Element {
    /// The size in which the model draws others of the picture's class: its own shape, or the model's square.
    fileprivate func drawnSize(beside model: Model) -> PictureSize {
        crop == .buckets
            ? AspectBuckets(side: model.size, step: model.diffusion.bucketStep).size(for: image.bitmap) : PictureSize(side: model.size)
    }
}
