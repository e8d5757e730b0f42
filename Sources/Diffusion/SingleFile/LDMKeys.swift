/// Turns the keys of the original latent-diffusion code into those of diffusers. Weights are the same; only a key that nobody knows stays as it is,
/// so that it is reported.
///
/// Source: diffusers, `loaders/single_file_utils.py`.
enum LDMKeys {
    /// The keys of a UNet, without their `model.diffusion_model.`.
    ///
    /// Blocks are numbered through there: a level ends where its down- or upsampler stands.
    static func unet(_ keys: some Collection<String>) -> [String: String] {
        let present = Set(keys)
        let down = levels(ofBlocks: "input_blocks", from: 1, endingIn: ["0.op.weight"], present)
        let up = levels(ofBlocks: "output_blocks", from: 0, endingIn: ["1.conv.weight", "2.conv.weight"], present)
        return keys.reduce(into: [:]) { map, key in map[key] = unet(key, down: down, up: up) }
    }

    /// The keys of a ControlNet, without their `control_model.`.
    ///
    /// The layers that read the picture are numbered with the activations between them; the first and the last have names of their own.
    static func controlNet(_ keys: some Collection<String>) -> [String: String] {
        let present = Set(keys)
        let down = levels(ofBlocks: "input_blocks", from: 1, endingIn: ["0.op.weight"], present)
        let layers = keys.filter { $0.hasPrefix("input_hint_block.") }.compactMap { $0.split(separator: ".").dropFirst().first.flatMap { Int($0) } }
        let hints = Set(layers).sorted()
        return keys.reduce(into: [:]) { map, key in map[key] = controlNet(key, hints: hints) ?? unet(key, down: down, up: [:]) }
    }

    /// nil for a key that a UNet has too.
    private static func controlNet(_ key: String, hints: [Int]) -> String? {
        let parts = key.split(separator: ".").map(String.init)
        guard parts.count >= 3, let number = Int(parts[1]), let name = parts.last else { return nil }
        switch parts[0] {
        case "zero_convs": return "controlnet_down_blocks.\(number).\(name)"
        case "middle_block_out": return "controlnet_mid_block.\(name)"
        case "input_hint_block":
            guard let place = hints.firstIndex(of: number) else { return nil }
            let layer = place == 0 ? "conv_in" : place == hints.count - 1 ? "conv_out" : "blocks.\(place - 1)"
            return "controlnet_cond_embedding.\(layer).\(name)"
        default: return nil
        }
    }

    /// The level of each numbered block and its place within.
    private static func levels(ofBlocks name: String, from first: Int, endingIn ends: [String], _ keys: Set<String>) -> [Int: (level: Int, layer: Int)] {
        let numbers = Set(keys.compactMap { key -> Int? in key.hasPrefix("\(name).") ? key.split(separator: ".").dropFirst().first.flatMap { Int($0) } : nil })
        var (level, layer, places) = (0, 0, [Int: (level: Int, layer: Int)]())
        for number in numbers.sorted() where number >= first {
            places[number] = (level, layer)
            let isEnd = ends.contains { keys.contains("\(name).\(number).\($0)") }
            (level, layer) = isEnd ? (level + 1, 0) : (level, layer + 1)
        }
        return places
    }

    private static func unet(_ key: String, down: [Int: (level: Int, layer: Int)], up: [Int: (level: Int, layer: Int)]) -> String {
        for (former, current) in unetNames where key.hasPrefix("\(former).") { return "\(current).\(inner(key.dropFirst(former.count + 1)))" }
        let parts = key.split(separator: ".", maxSplits: 3)
        guard parts.count == 4, let number = Int(parts[1]), let module = Int(parts[2]) else { return key }
        let rest = parts[3]
        if parts[0] == "input_blocks", let (level, layer) = down[number] {
            if module == 0, rest.hasPrefix("op.") { return "down_blocks.\(level).downsamplers.0.conv.\(rest.dropFirst(3))" }
            return "down_blocks.\(level).\(module == 0 ? "resnets" : "attentions").\(layer).\(inner(rest))"
        }
        if parts[0] == "output_blocks", let (level, layer) = up[number] {
            if module > 0, rest.hasPrefix("conv.") { return "up_blocks.\(level).upsamplers.0.\(rest)" }
            return "up_blocks.\(level).\(module == 0 ? "resnets" : "attentions").\(layer).\(inner(rest))"
        }
        return key
    }

    private static let unetNames = [
        ("input_blocks.0.0", "conv_in"), ("time_embed.0", "time_embedding.linear_1"), ("time_embed.2", "time_embedding.linear_2"),
        ("out.0", "conv_norm_out"), ("out.2", "conv_out"), ("middle_block.0", "mid_block.resnets.0"), ("middle_block.1", "mid_block.attentions.0"),
        ("middle_block.2", "mid_block.resnets.1"),
    ]

    /// The names within a residual block; those within attention are the same.
    private static func inner(_ key: Substring) -> String {
        for (former, current) in residualNames where key.hasPrefix("\(former).") { return "\(current).\(key.dropFirst(former.count + 1))" }
        return String(key)
    }

    private static let residualNames = [
        ("in_layers.0", "norm1"), ("in_layers.2", "conv1"), ("emb_layers.1", "time_emb_proj"), ("out_layers.0", "norm2"), ("out_layers.3", "conv2"),
        ("skip_connection", "conv_shortcut"),
    ]

    /// The keys of an autoencoder, without their `first_stage_model.`.
    static func autoencoder(_ keys: some Collection<String>) -> [String: String] {
        let levels = Set(
            keys.compactMap { key -> Int? in key.hasPrefix("decoder.up.") ? key.split(separator: ".").dropFirst(2).first.flatMap { Int($0) } : nil })
        let highest = levels.max() ?? 0
        return keys.reduce(into: [:]) { map, key in map[key] = autoencoder(key, highest: highest) }
    }

    private static func autoencoder(_ key: String, highest: Int) -> String {
        let parts = key.split(separator: ".").map(String.init)
        guard parts.count >= 3, parts[0] == "encoder" || parts[0] == "decoder" else { return key }
        if parts[1] == "norm_out" { return ([parts[0], "conv_norm_out"] + parts[2...]).joined(separator: ".") }
        if parts[1] == "mid", parts.count >= 4 { return ([parts[0], "mid_block"] + middle(parts[2...])).joined(separator: ".") }
        guard parts.count >= 5, ["down", "up"].contains(parts[1]), let level = Int(parts[2]) else { return key }
        // The decoder counts its levels from the picture, diffusers from the latents.
        let place = [parts[0], "\(parts[1])_blocks", "\(parts[1] == "up" ? highest - level : level)"]
        switch parts[3] {
        case "block": return (place + ["resnets", parts[4]] + parts[5...].map { $0 == "nin_shortcut" ? "conv_shortcut" : $0 }).joined(separator: ".")
        case "downsample", "upsample": return (place + ["\(parts[3])rs", "0"] + parts[4...]).joined(separator: ".")
        default: return key
        }
    }

    private static func middle(_ parts: ArraySlice<String>) -> [String] {
        let rest = Array(parts.dropFirst())
        switch parts.first {
        case "block_1": return ["resnets", "0"] + rest
        case "block_2": return ["resnets", "1"] + rest
        case "attn_1": return ["attentions", "0"] + (attentionNames[rest[0]].map { [$0] + rest.dropFirst() } ?? rest)
        default: return Array(parts)
        }
    }

    private static let attentionNames = ["norm": "group_norm", "q": "to_q", "k": "to_k", "v": "to_v", "proj_out": "to_out.0"]
}
