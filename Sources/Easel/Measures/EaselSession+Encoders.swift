import FoundationEssentials
import Hub
public import Measures
import NeuralNetworks

extension EaselSession {
    /// Reads a network that looks at pictures: CLIP (a folder of transformers' `CLIPModel` or `CLIPVisionModelWithProjection`) or DINO (a folder of
    /// `ViTModel`, or the authors' own file). From now on measures use it.
    ///
    /// - Parameter source: a path, or the identifier `owner/name` of a repository of the hub, such as `facebook/dino-vits16` or
    ///   `openai/clip-vit-base-patch32`.
    /// - Throws: `MeasuresError.notAnEncoder`; what is wrong with the folder or file, naming it; `HubError`.
    @discardableResult
    public func loadEncoder(_ source: String) throws -> any ImageEncoder {
        let path = try encoderPath(source)
        let (measure, encoder) = try Self.encoder(at: path)
        encoders[measure] = encoder
        return encoder
    }

    /// The network of a measure, and the measure that `nil` stands for: DINO or CLIP where one is loaded, otherwise the encoder of drawings for
    /// models of its size, otherwise colours.
    ///
    /// - Throws: `EaselError.noEncoder`, saying how to get one.
    func encoder(_ measure: LikenessMeasure?) throws -> (measure: LikenessMeasure, encoder: (any ImageEncoder)?) {
        guard let measure = measure ?? standardMeasure else { throw EaselError.noEncoder(measure: "a measure") }
        guard measure != .colour else { return (.colour, nil) }
        if encoders[measure] == nil { encoders[measure] = try installed(measure) }
        guard let encoder = encoders[measure] else { throw EaselError.noEncoder(measure: measure.rawValue) }
        return (measure, encoder)
    }

    private var standardMeasure: LikenessMeasure? {
        if let loaded = [.dino, .clip].first(where: { encoders[$0] != nil }) { return loaded }
        return (currentModel?.size ?? 64) <= 64 ? .encoder : .colour
    }

    /// What needs no asking: the encoder that comes with the program, and repositories that were downloaded before.
    private func installed(_ measure: LikenessMeasure) throws -> (any ImageEncoder)? {
        if measure == .encoder { return try Resources.path("encoders/drawings").map { try DrawingEncoder(folder: $0) } }
        let known = [LikenessMeasure.dino: ["facebook/dino-vits16"], .clip: ["openai/clip-vit-base-patch32", "openai/clip-vit-large-patch14"]]
        for name in known[measure] ?? [] {
            guard let repository = HubRepository(name), let folder = Hub(hub).cachedSnapshot(of: repository) else { continue }
            guard let (found, encoder) = try? Self.encoder(at: folder), found == measure else { continue }
            return encoder
        }
        return nil
    }

    private func encoderPath(_ source: String) throws -> String {
        let path = ModelLocation.expanded(source)
        guard !FileManager.default.fileExists(atPath: path), let repository = HubRepository(source) else { return path }
        return try folder(of: repository, revision: nil) { try $0.encoder() }.folder
    }

    /// What a folder's configuration says it is; a file is DINO's own.
    private static func encoder(at path: String) throws -> (LikenessMeasure, any ImageEncoder) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MeasuresError.notAnEncoder(path: path, reason: "there is no such file or folder")
        }
        guard isFolder else { return (.dino, try DINOEncoder(path: path)) }
        let kind = try ConfigurationFile(path: "\(path)/config.json").text("model_type", default: "")
        switch kind {
        case "clip", "clip_vision_model": return (.clip, try CLIPEncoder(folder: path))
        case "vit": return (.dino, try DINOEncoder(path: path))
        case "easel_drawings": return (.encoder, try DrawingEncoder(folder: path))
        default: throw MeasuresError.notAnEncoder(path: path, reason: "its model_type is '\(kind)'; 'clip' and 'vit' are known")
        }
    }
}
