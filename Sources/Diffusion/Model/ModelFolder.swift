public import FoundationEssentials
import JSONValues
public import NeuralNetworks

/// A folder as diffusers saves a pipeline: `model_index.json` and one folder a component.
public struct ModelFolder: ModelFiles {
    public let path: String
    /// A storage variant of the weights, `fp16` for `*.fp16.safetensors`; nil for the ordinary files.
    public let variant: String?
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

    /// Reads the index and checks that it describes a Stable Diffusion.
    ///
    /// - Throws: `DiffusionError.notAModel`, `.noVariant`; `NeuralNetworksError.unsupportedConfiguration` for a class that is not known.
    public init(path: String, variant: String? = nil) throws {
        self.path = path
        self.variant = variant
        let indexPath = path + "/model_index.json"
        guard FileManager.default.fileExists(atPath: path) else { throw DiffusionError.notAModel(path: path, reason: "there is no such folder") }
        guard FileManager.default.fileExists(atPath: indexPath) else {
            throw DiffusionError.notAModel(path: path, reason: "it has no model_index.json")
        }
        let index = try ConfigurationFile(path: indexPath)
        try index.require("_class_name", isOneOf: ["StableDiffusionPipeline", "StableDiffusionInpaintPipeline"])
        guard index.members["_class_name"] != nil else {
            throw index.unsupported("_class_name", expected: "StableDiffusionPipeline", found: nil)
        }
        for (component, names) in Self.classes {
            guard let name = index.members[component]?[1]?.string, names.contains(name) else {
                throw index.unsupported(component, expected: names.joined(separator: " or "), found: index.members[component])
            }
        }
        notes = try Self.notes(on: index) + Self.fallbacks(path, variant)
    }

    /// The components whose ordinary weights stand in for those of the variant.
    private static func fallbacks(_ path: String, _ variant: String?) throws -> [String] {
        guard let variant else { return [] }
        let components = ["text_encoder", "unet", "vae"].map { ($0, ComponentWeights(folder: "\(path)/\($0)", component: $0)) }
        let lacking = components.filter { $0.1.path(variant: variant) == nil }
        guard lacking.count < components.count else {
            throw DiffusionError.noVariant(path: path, variant: variant, available: Set(components.flatMap(\.1.variants)).sorted())
        }
        return lacking.map { "\($0.0) has no weights of the variant '\(variant)'; the ordinary ones are used" }
    }

    private static func notes(on index: ConfigurationFile) -> [String] {
        let known = Set(classes.map(\.component) + ["scheduler"])
        return index.members.keys.sorted().compactMap { key in
            guard !key.hasPrefix("_"), !known.contains(key), let entry = index.members[key], entry[0]?.isNull == false else { return nil }
            return unused.contains(key) ? "\(key) is not used" : "\(key) is not known to Easel and not used"
        }
    }

    public func configuration(_ component: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: "\(path)/\(component)/config.json")
    }

    /// The weights of a component: a file of safetensors or of PyTorch, or an index of several.
    ///
    /// - Throws: `DiffusionError.missingFile`, naming what was looked for, `.onlyVariants`.
    public func weights(_ component: String) throws -> Checkpoint {
        try Checkpoint(path: ComponentWeights(folder: "\(path)/\(component)", component: component).located(variant: variant))
    }

    public func schedulerDocument() throws -> (json: Data, file: String) {
        let file = "\(path)/scheduler/scheduler_config.json"
        do {
            return (Data(try FileBytes.read(file, limit: 1 << 20)), file)
        } catch {
            throw DiffusionError.unreadableFile(file: file, reason: error.reason)
        }
    }

    public func tokenizer() -> (folder: String, paddingID: Int?) { ("\(path)/tokenizer", nil) }
}
