import Diffusion
import NeuralNetworks
import Tensors
import TestSupport

/// A fixture group with a small Stable Diffusion folder, and what diffusers computed with it.
struct ModelGroup {
    /// Every group that holds a model and a manifest, here and in EASEL_FIXTURES.
    static let names = Fixtures.groups(with: "model/model_index.json").filter { Fixtures.file($0, "manifest.json") != nil }

    let name: String
    let folder: String
    let manifest: FixtureValue
    private let files: [String: FixtureTensors]

    init(_ name: String) throws {
        guard let folder = Fixtures.folder(name) else { throw FixtureError.missing(name) }
        self.name = name
        self.folder = folder
        manifest = try Fixtures.manifest(name)
        files = try (manifest["tensors"].object ?? [:]).keys.reduce(into: [:]) { files, file in
            // The data of a later feature may be left out.
            if let path = Fixtures.file(name, file) { files[file] = try FixtureTensors(path) }
        }
    }

    var cases: [ModelCase] { (manifest["cases"].array ?? []).map(ModelCase.init) }

    func cases(_ kind: ModelCase.Kind) -> [ModelCase] { cases.filter { $0.kind == kind } }

    /// A tensor that a case refers to.
    func tensor(_ reference: FixtureValue) throws -> Tensor { try file(of: reference).tensor(reference["key"].string ?? "") }

    /// Rows of integers.
    func integers(_ reference: FixtureValue) throws -> [[Int]] {
        let entry = try file(of: reference).entry(reference["key"].string ?? "")
        let (values, length) = (entry.integers, entry.shape.last ?? 1)
        return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }

    /// The tolerance of a case, or that of the component where the case states none.
    func tolerance(of value: ModelCase, _ component: String) throws -> Float {
        let stated = value.value["tolerance"]["atol"].float ?? manifest["tolerance"][component]["atol"].float
        guard let stated else { throw FixtureError.malformed(file: folder, reason: "no tolerance of \(component)") }
        return stated
    }

    private func file(of reference: FixtureValue) throws -> FixtureTensors {
        let name = reference["file"].string ?? ""
        guard let file = files[name] else { throw FixtureError.missing("\(folder)/\(name)") }
        return file
    }
}

/// One computation of a model group.
struct ModelCase {
    /// What is computed, told by the tensors that the case has.
    enum Kind { case text, pooled, unet, unetGradients, encoding, decoding, variant, inpainting, controlNet, later }

    let value: FixtureValue

    var name: String { value["name"].string ?? "" }
    var tensors: FixtureValue { value["tensors"] }

    var kind: Kind {
        let has = { (key: String) in !tensors[key].isNull }
        if has("input_ids"), has("last_hidden_state") { return .text }
        if has("pooler_output"), tensors.object?.count == 1 { return .pooled }
        if has("unet_out"), has("vae_image"), has("last_hidden_state") { return .variant }
        if has("pixels"), has("mean") { return .encoding }
        if has("latents"), has("image") { return .decoding }
        if has("sample"), has("seed"), has("gradients") { return .unetGradients }
        if has("controlnet_cond"), has("unet_out") { return .controlNet }
        let inputs = tensors["sample"]["shape"].ints?.dropFirst().first
        guard has("sample"), has("out"), let inputs, let outputs = tensors["out"]["shape"].ints?.dropFirst().first else { return .later }
        // A network for in-painting sees a mask and the picture around it too; it has another checkpoint.
        return inputs == outputs ? .unet : inputs == outputs * 2 + 1 ? .inpainting : .later
    }

    /// What the case holds besides, which a later feature answers for.
    var laterParts: [String] {
        kind == .later ? [name] : []
    }
}

extension ModelFiles {
    func textModel() throws -> CLIPTextModel {
        let source = try CheckpointSource(weights("text_encoder"), keys: CLIPTextModel.keys)
        return try CLIPTextModel(CLIPTextConfiguration(configuration("text_encoder")), from: source)
    }

    func unet() throws -> UNet2DConditionModel {
        try UNet2DConditionModel(UNetConfiguration(configuration("unet")), from: CheckpointSource(weights("unet")))
    }

    func autoencoder() throws -> AutoencoderKL {
        let source = try CheckpointSource(weights("vae"), keys: AutoencoderKL.keys)
        return try AutoencoderKL(AutoencoderConfiguration(configuration("vae")), from: source)
    }
}

extension ModelGroup {
    func model(variant: String? = nil) throws -> ModelFolder {
        try ModelFolder(path: variant.map { "\(folder)/model-\($0)" } ?? "\(folder)/model", variant: variant)
    }
}

extension ModelGroup {
    func controlNet() throws -> ControlNetModel {
        let configuration = try ControlNetConfiguration(ConfigurationFile(path: "\(folder)/controlnet/config.json"))
        let checkpoint = try Checkpoint(path: "\(folder)/controlnet/diffusion_pytorch_model.safetensors")
        return try ControlNetModel(configuration, from: CheckpointSource(checkpoint))
    }
}
