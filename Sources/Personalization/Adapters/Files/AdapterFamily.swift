import Diffusion

/// Whether an adapter's file belongs to the family of a model.
struct AdapterFamily {
    let path: String
    let model: String
    /// Width of the prompt's vectors that the model's UNet attends to.
    private let width: Int

    init(targets: [AdaptableLayer], model: String, path: String) {
        (self.model, self.path) = (model, path)
        width = targets.first { Self.seesPrompt($0) }?.inputs ?? 0
    }

    /// What is said of a file that names parts which no Stable Diffusion 1.x or 2.x has.
    func anotherFamily(of keys: some Sequence<String>) -> String? {
        let isXL = keys.contains { key in ["lora_te2_", "text_encoder_2.", "add_embedding", "label_emb"].contains(where: key.contains) }
        return isXL ? "it is one for Stable Diffusion XL; '\(model)' is \(Self.name(width))" : nil
    }

    /// - Throws: `PersonalizationError.foreignAdapter` where a layer that sees the prompt sees one of another width in the file.
    func check(_ layer: AdaptableLayer, inputs: Int?) throws {
        guard let inputs, inputs != width, Self.seesPrompt(layer) else { return }
        throw PersonalizationError.foreignAdapter(path: path, found: inputs, expected: width, model: model)
    }

    private static func seesPrompt(_ layer: AdaptableLayer) -> Bool {
        layer.network == .unet && [".attn2.to_k", ".attn2.to_v"].contains { layer.path.hasSuffix($0) }
    }

    static func name(_ width: Int) -> String { TextFamily.name(ofWidth: width) ?? "a model with prompts of width \(width)" }
}
