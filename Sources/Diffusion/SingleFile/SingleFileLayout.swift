import JSONValues
import NeuralNetworks

/// The components of a single file, told apart by the prefixes of their keys and renamed to diffusers' keys.
struct SingleFileLayout {
    let path: String
    let weights: [String: Checkpoint]
    /// Whether the text model is OpenCLIP's, as in SD 2.x.
    let isOpenCLIP: Bool
    let notes: [String]
    /// Beside the tensors, such as `global_step`.
    let numbers: [String: Int]
    let metadata: [String: String]
    /// Keys that stand alone and say something by being there, such as `v_pred`.
    let markers: Set<String>

    private static let unet = "model.diffusion_model."
    private static let autoencoder = "first_stage_model."
    private static let clip = "cond_stage_model.transformer."
    private static let openCLIP = "cond_stage_model.model."

    /// - Throws: `DiffusionError.notAModel`, naming what the file is instead.
    init(_ file: Checkpoint, variant: String?) throws {
        path = file.path
        (numbers, metadata) = (file.numbers, file.metadata)
        try Self.refuseOthers(file)
        markers = Set(file.entries.keys.filter { !$0.contains(".") })
        let plain = Self.part(of: file, Self.unet)
        let averaged = Self.averages(of: plain, in: file)
        guard variant == nil || (variant == "ema" && averaged != nil) else {
            throw DiffusionError.invalidArgument(
                name: "variant", expected: averaged == nil ? "left out: this single file has no EMA weights" : "\"ema\" or left out for a single file",
                found: "\"\(variant ?? "")\"")
        }
        notes = averaged == nil || variant != nil ? [] : ["averaged weights (EMA) are there too and not used: load(…, variant: \"ema\") does"]
        let unet = variant == nil ? plain : averaged ?? plain
        let text = Self.textModel(of: file)
        isOpenCLIP = text.isOpenCLIP
        let autoencoder = SeparateAutoencoder.converted(Self.part(of: file, Self.autoencoder))
        weights = [
            "unet": Checkpoint(path: path, entries: Self.renamed(unet, LDMKeys.unet(unet.keys))),
            "vae": Checkpoint(path: path, entries: autoencoder), "text_encoder": Checkpoint(path: path, entries: text.entries),
        ]
    }

    /// What the shapes say, by component.
    func configurations(sampleSize: Int) -> [String: [String: JSONValue]] {
        weights.reduce(into: [:]) { result, component in
            let inferred = InferredConfiguration(component.value)
            switch component.key {
            case "unet": result["unet"] = inferred.unet(sampleSize: sampleSize)
            case "vae": result["vae"] = inferred.autoencoder(sampleSize: sampleSize * 8)
            default: result["text_encoder"] = inferred.textModel(isOpenCLIP: isOpenCLIP)
            }
        }
    }

    static func renamed(_ entries: [String: StoredTensor], _ names: [String: String]) -> [String: StoredTensor] {
        entries.reduce(into: [:]) { $0[names[$1.key] ?? $1.key] = $1.value }
    }

    private static func part(of file: Checkpoint, _ prefix: String) -> [String: StoredTensor] {
        file.entries.reduce(into: [:]) { part, entry in
            if entry.key.hasPrefix(prefix) { part[String(entry.key.dropFirst(prefix.count))] = entry.value }
        }
    }

    /// The averaged weights, whose keys have lost their dots; nil where not every weight has one.
    private static func averages(of unet: [String: StoredTensor], in file: Checkpoint) -> [String: StoredTensor]? {
        let averages = unet.reduce(into: [String: StoredTensor]()) { result, entry in
            result[entry.key] = file.entries["model_ema.diffusion_model\(entry.key.filter { $0 != "." })"]
        }
        return averages.count == unet.count && !unet.isEmpty ? averages : nil
    }

    private static func textModel(of file: Checkpoint) -> (entries: [String: StoredTensor], isOpenCLIP: Bool) {
        let open = part(of: file, openCLIP)
        guard open.isEmpty else { return (OpenCLIPKeys.converted(open, layers: OpenCLIPKeys.layerCount(open.keys) - 1), true) }
        // Some files lack `text_model.`.
        let clip = part(of: file, clip)
        return (clip.reduce(into: [:]) { $0[$1.key.hasPrefix("text_model.") ? $1.key : "text_model.\($1.key)"] = $1.value }, false)
    }

    private static func refuseOthers(_ file: Checkpoint) throws {
        func refuse(_ reason: String) -> DiffusionError { .notAModel(path: file.path, reason: reason) }
        let keys = file.entries.keys
        for (prefix, name) in others where keys.contains(where: { $0.hasPrefix(prefix) }) {
            throw refuse("it is \(name); single files of Stable Diffusion 1.x and 2.x are read")
        }
        for (prefixes, name) in [([unet], "UNet"), ([autoencoder], "autoencoder"), ([clip, openCLIP], "text model")] {
            guard keys.contains(where: { key in prefixes.contains(where: key.hasPrefix) }) else {
                let shown = keys.sorted().prefix(3).joined(separator: ", ")
                throw refuse("it holds no \(name) (no key starts with '\(prefixes[0])'); its \(keys.count) keys are \(shown) and so on")
            }
        }
    }

    /// What other files of weights can be told by.
    private static let others = [
        ("conditioner.embedders.", "a Stable Diffusion XL model"), ("model.diffusion_model.joint_blocks.", "a Stable Diffusion 3 model"),
        ("model.diffusion_model.double_blocks.", "a Flux model"), ("double_blocks.", "a Flux model"), ("control_model.", "a ControlNet"),
        ("lora_unet_", "a LoRA, which is loaded into a model and is none"), ("lora_te_", "a LoRA, which is loaded into a model and is none"),
    ]
}
