/// The formats in which floating-point numbers are stored; computation is in float32 throughout.
public enum FloatPrecision: String, Sendable, Codable, CaseIterable {
    case float32, float16, bfloat16

    /// The nearest number that the format has (of two the one with an even last bit), as float32.
    public func rounded(_ value: Float) -> Float {
        switch self {
        case .float32: return value
        case .float16: return Float(Float16(value))
        case .bfloat16:
            guard !value.isNaN else { return value }
            let bits = value.bitPattern
            return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
        }
    }
}
