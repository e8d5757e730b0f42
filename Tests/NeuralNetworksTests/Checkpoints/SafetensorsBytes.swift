/// The bytes of a safetensors file with any header, true or not.
func safetensorsBytes(header: String, body: [UInt8] = [], announcing length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let announced = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: announced >> (8 * $0)) } + text + body
}

/// The bytes of values as they lie in memory.
func littleEndianBytes<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
