import FoundationEssentials
import JSONValues
public import NeuralNetworks
import Tensors

extension StableDiffusion {
    /// Writes a folder in diffusers' layout. Weights keep the type that they were stored in, so what was loaded and not trained is written bit for bit;
    /// keys are the published ones, with `text_model.` in the text model.
    ///
    /// Each file takes its place when it is whole, and `model_index.json`, without which nothing loads a folder, comes last.
    ///
    /// - Parameter progress: called before each part with its name.
    /// - Throws: `DiffusionError.invalidArgument` for a path that holds something else; `NeuralNetworksError.unwritableFile`; what `interruption` throws.
    public func save(to folder: String, interruption: Interruption = .never, progress: (_ part: String) -> Void = { _ in }) throws {
        try Self.checkPlace(folder)
        let parts = [
            ("text_encoder", "model.safetensors", textModel.parameters), ("unet", "diffusion_pytorch_model.safetensors", unet.parameters),
            ("vae", "diffusion_pytorch_model.safetensors", autoencoder.parameters),
        ]
        for (component, file, parameters) in parts {
            try interruption.check()
            progress(component)
            try Self.makeFolder("\(folder)/\(component)")
            let tensors = Dictionary(uniqueKeysWithValues: parameters.map { ($0.path, $0.value.detached()) })
            try SafetensorsWriter.write(
                tensors, types: storageTypes[component] ?? [:], to: "\(folder)/\(component)/\(file)", interruption: interruption)
            try Self.write(.object(files.configuration(component).members), to: "\(folder)/\(component)/config.json")
        }
        progress("tokenizer and scheduler")
        try saveTokenizer(to: "\(folder)/tokenizer")
        try Self.makeFolder("\(folder)/scheduler")
        try Self.write(Array(files.schedulerDocument().json), to: "\(folder)/scheduler/scheduler_config.json")
        try Self.write(index(), to: "\(folder)/model_index.json")
    }

    /// The parts, by library and class; what a real folder holds besides is named and absent.
    private func index() throws -> JSONValue {
        let scheduler = try JSONValue(parsing: files.schedulerDocument().json, allowsNonFinite: true)["_class_name"] ?? "PNDMScheduler"
        return [
            "_class_name": isForInpainting ? "StableDiffusionInpaintPipeline" : "StableDiffusionPipeline", "_diffusers_version": "0.30.0",
            "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"], "scheduler": ["diffusers", scheduler],
            "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"], "safety_checker": [.null, .null],
            "feature_extractor": [.null, .null], "image_encoder": [.null, .null], "requires_safety_checker": false,
        ]
    }

    /// What a tokenizer may consist of.
    private static let tokenizerFiles = [
        "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
    ]

    private func saveTokenizer(to folder: String) throws {
        let (source, paddingID) = try files.tokenizer()
        try Self.makeFolder(folder)
        for name in Self.tokenizerFiles where FileManager.default.fileExists(atPath: "\(source)/\(name)") {
            var bytes: [UInt8]
            do {
                bytes = try FileBytes.read("\(source)/\(name)", limit: 256 << 20)
            } catch {
                throw DiffusionError.unreadableFile(file: "\(source)/\(name)", reason: error.reason)
            }
            // A vocabulary found elsewhere fills prompts up as its own model does; this one's filling has to be written down.
            if paddingID == 0, ["tokenizer_config.json", "special_tokens_map.json"].contains(name), var settings = (try? JSONValue(parsing: bytes))?.object {
                settings["pad_token"] = "!"
                bytes = JSONValue.object(settings).serialized(indentation: 2)
            }
            try Self.write(bytes, to: "\(folder)/\(name)")
        }
    }

    /// A new or empty folder, or one with a model to replace.
    private static func checkPlace(_ folder: String) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return try makeFolder(folder) }
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard isFolder, contents.isEmpty || contents.contains("model_index.json") else {
            throw DiffusionError.invalidArgument(
                name: "to", expected: "a new folder, an empty one or one with a model to replace", found: "'\(folder)', which holds other things")
        }
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: path, reason: "\(error)")
        }
    }

    private static func write(_ document: JSONValue, to path: String) throws { try write(document.serialized(indentation: 2), to: path) }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try FileBytes.write(bytes, to: path)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: path, reason: error.reason)
        }
    }
}
