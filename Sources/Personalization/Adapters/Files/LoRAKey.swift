/// A key of a LoRA's file: which layer, and which of its tensors.
struct LoRAKey {
    enum Role {
        case down, up, alpha
    }

    /// The layer, in the file's words.
    let layer: String
    let role: Role

    /// Endings of all dialects: PEFT's, diffusers' of several ages, kohya's. The longer ones come first.
    private static let endings: [(String, Role)] = [
        (".lora_A.default.weight", .down), (".lora_B.default.weight", .up), (".lora_linear_layer.down.weight", .down), (".lora_linear_layer.up.weight", .up),
        (".lora.down.weight", .down), (".lora.up.weight", .up), (".lora_A.weight", .down), (".lora_B.weight", .up), (".lora_down.weight", .down),
        (".lora_up.weight", .up), (".down.weight", .down), (".up.weight", .up), (".alpha", .alpha),
    ]

    /// Nil for a key of another kind.
    init?(_ key: String) {
        guard let (ending, role) = Self.endings.first(where: { key.hasSuffix($0.0) }) else { return nil }
        layer = String(key.dropLast(ending.count))
        self.role = role
    }
}
