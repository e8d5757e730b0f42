import FoundationEssentials
import JSONValues
public import NeuralNetworks

/// A folder as diffusers saves a pipeline: `model_index.json` and one folder a component.
public struct ModelFolder: Sendable {
    public let path: String
    /// A storage variant of the weights, `fp16` for `*.fp16.safetensors`; nil for the ordinary files.
    public let variant: String?
    /// Another autoencoder's folder, used in place of the model's own; nil for that.
    public let autoencoder: String?
    /// What the folder holds and Easel passes over, in words.
    public let notes: [String]

    /// The components that make a picture, with the classes that may stand for each.
    private static let classes: [(component: String, names: [String])] = [
        ("text_encoder", ["CLIPTextModel"]),
        ("tokenizer", ["CLIPTokenizer", "CLIPTokenizerFast"]),
        ("unet", ["UNet2DConditionModel"]),
        ("vae", ["AutoencoderKL"]),
    ]

    /// What every real folder carries and Easel does not use.
    private static let unused = ["safety_checker", "feature_extractor", "image_encoder"]

    /// Reads the index and checks that it describes a text-to-image Stable Diffusion.
    ///
    /// - Throws: `DiffusionError.notAModel`; `NeuralNetworksError.unsupportedConfiguration` for a class that is not known.
    public init(path: String, variant: String? = nil, autoencoder: String? = nil) throws {
        self.path = path
        self.autoencoder = autoencoder
        self.variant = variant
        let indexPath = path + "/model_index.json"
        guard FileManager.default.fileExists(atPath: path) else { throw DiffusionError.notAModel(path: path, reason: "there is no such folder") }
        guard FileManager.default.fileExists(atPath: indexPath) else {
            throw DiffusionError.notAModel(path: path, reason: "it has no model_index.json")
        }
        let index = try ConfigurationFile(path: indexPath)
        try index.require("_class_name", isOneOf: ["StableDiffusionPipeline"])
        guard index.members["_class_name"] != nil else {
            throw index.unsupported("_class_name", expected: "StableDiffusionPipeline", found: nil)
        }
        for (component, names) in Self.classes {
            guard let name = index.members[component]?[1]?.string, names.contains(name) else {
                throw index.unsupported(component, expected: names.joined(separator: " or "), found: index.members[component])
            }
        }
        notes = Self.notes(on: index)
    }

    private static func notes(on index: ConfigurationFile) -> [String] {
        let known = Set(classes.map(\.component) + ["scheduler"])
        return index.members.keys.sorted().compactMap { key in
            guard !key.hasPrefix("_"), !known.contains(key), let entry = index.members[key], entry[0]?.isNull == false else { return nil }
            return unused.contains(key) ? "\(key) is not used" : "\(key) is not known to Easel and not used"
        }
    }

    /// The configuration of a component.
    public func configuration(_ component: String, file: String = "config.json") throws -> ConfigurationFile {
        try ConfigurationFile(path: "\(try place(of: component))/\(file)")
    }

    /// The weights of a component: one safetensors file, or an index of several.
    ///
    /// - Throws: `DiffusionError.missingFile`, naming what was looked for.
    public func weights(_ component: String) throws -> Checkpoint {
        let stem = component == "text_encoder" ? "model" : "diffusion_pytorch_model"
        let suffix = variant.map { ".\($0)" } ?? ""
        let names = ["\(stem)\(suffix).safetensors", "\(stem).safetensors.index\(suffix).json", "\(stem)\(suffix).safetensors.index.json"]
        let place = try place(of: component)
        guard let found = names.first(where: { FileManager.default.fileExists(atPath: "\(place)/\($0)") }) else {
            throw DiffusionError.missingFile(path: place, tried: names)
        }
        return try Checkpoint(path: "\(place)/\(found)")
    }

    /// The folder of a component; another autoencoder may be given as its own folder or as that of a whole model.
    private func place(of component: String) throws -> String {
        guard component == "vae", let autoencoder else { return "\(path)/\(component)" }
        let places = [autoencoder, "\(autoencoder)/vae"]
        guard let place = places.first(where: { FileManager.default.fileExists(atPath: "\($0)/config.json") }) else {
            throw DiffusionError.missingFile(path: autoencoder, tried: ["config.json", "vae/config.json"])
        }
        return place
    }
}
