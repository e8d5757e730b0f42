// Checkpoint bytes to float32 and back. The bytes need not be aligned: a header of any length may precede them.
extension StorageType {
    /// Widens floating-point bytes into float32; both counts agree (the caller has checked them).
    func widen(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>) {
        guard let bytes = source.baseAddress, let output = target.baseAddress else { return }
        switch self {
        case .float32: UnsafeMutableRawPointer(output).copyMemory(from: bytes, byteCount: source.count)
        case .float16:
            for index in 0..<target.count { output[index] = Float(bytes.loadUnaligned(fromByteOffset: index * 2, as: Float16.self)) }
        case .bfloat16:
            for index in 0..<target.count {
                output[index] = Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)) << 16)
            }
        case .float64:
            for index in 0..<target.count { output[index] = Float(bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)) }
        case .int64, .int32, .int16, .int8, .uint8, .bool: preconditionFailure("integers are not weights")
        }
    }
}
