import Diffusion

/// Finds the layers of a model under all the names that files of adapters have for them.
struct AdapterNames {
    private let layers: [String: AdaptableLayer]

    init(_ layers: [AdaptableLayer]) {
        let named = layers.flatMap { layer in Self.names(of: layer).map { ($0, layer) } }
        self.layers = Dictionary(named) { first, _ in first }
    }

    /// The layer that a file means; nil where the model has none of that name.
    func layer(_ name: String) -> AdaptableLayer? {
        layers[name] ?? layers[Self.current(name)] ?? layers["unet.\(Self.current(name))"]
    }

    /// The name of a layer in the dialect of kohya's scripts.
    static func kohya(_ layer: AdaptableLayer) -> String {
        (layer.network == .unet ? "lora_unet_" : "lora_te_") + layer.path.replacing(".", with: "_")
    }

    /// transformers 5 left `text_model.` out, and files came both with and without it.
    private static func names(of layer: AdaptableLayer) -> [String] {
        let dotted = layer.name
        return [dotted, dotted.replacing("text_encoder.text_model.", with: "text_encoder."), kohya(layer)]
    }

    /// Names of older versions and of other writers in today's words.
    private static func current(_ name: String) -> String {
        for (prefix, replacement) in [("base_model.model.", ""), ("lora_te1_", "lora_te_")] where name.hasPrefix(prefix) {
            return replacement + name.dropFirst(prefix.count)
        }
        guard name.contains(".processor.") else { return name }
        let stem = name.replacing(".processor.", with: ".")
        let base = stem.hasSuffix("_lora") ? String(stem.dropLast("_lora".count)) : stem
        return base.hasSuffix(".to_out") ? base + ".0" : base
    }
}
