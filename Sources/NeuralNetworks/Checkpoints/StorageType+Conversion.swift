import Synchronization
import Tensors

// Checkpoint bytes to float32 and back. The bytes need not be aligned: a header of any length may precede them.
extension StorageType {
    /// Numbers that a thread reads and widens at a time: what was read is still in the cache then.
    private static let grain = 1 << 18

    /// Reads floating-point numbers from a place in a file and widens them to float32, on several threads.
    ///
    /// - Throws: `unreadableFile` where they are no longer there.
    func widen(_ file: WeightFile, from offset: Int, into target: UnsafeMutableBufferPointer<Float>) throws {
        let failure = Mutex<NeuralNetworksError?>(nil)
        // Fresh memory faults page by page, which takes longer than the arithmetic: threads share that as well.
        Parallelism.ranges(target.count, grain: Self.grain) { range in
            do throws(NeuralNetworksError) {
                try readPart(of: file, from: offset + range.lowerBound * size, into: .init(rebasing: target[range]))
            } catch { failure.withLock { $0 = error } }
        }
        if let error = failure.withLock(\.self) { throw error }
    }

    private func readPart(
        of file: WeightFile, from offset: Int, into target: UnsafeMutableBufferPointer<Float>
    ) throws(NeuralNetworksError) {
        guard self != .float32 else { return try file.read(offset, into: UnsafeMutableRawBufferPointer(target)) }
        try withUnsafeTemporaryAllocation(byteCount: target.count * size, alignment: 8) { buffer throws(NeuralNetworksError) in
            try file.read(offset, into: buffer)
            widen(UnsafeRawBufferPointer(buffer), into: target)
        }
    }

    /// Widens floating-point bytes into float32; both counts agree (the caller has checked them).
    func widen(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>) {
        guard let bytes = source.baseAddress, let output = target.baseAddress else { return }
        switch self {
        case .float32: UnsafeMutableRawPointer(output).copyMemory(from: bytes, byteCount: source.count)
        case .float16: Self.widenHalves(bytes, into: output, count: target.count)
        case .bfloat16:
            for index in 0..<target.count {
                output[index] = Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)) << 16)
            }
        case .float64:
            for index in 0..<target.count { output[index] = Float(bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)) }
        case .int64, .int32, .int16, .int8, .uint8, .bool: preconditionFailure("integers are not weights")
        }
    }

    /// Moves sign, exponent and fraction to where float32 has them, since the baseline of x86-64 has no instruction for it and calls a function
    /// for every number.
    private static func widenHalves(_ bytes: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>, count: Int) {
        // 2¹¹², the difference between the exponents' biases: a product is exact, and right for numbers too small for float16's exponents too.
        let bias = Float(sign: .plus, exponent: 112, significand: 1)
        for index in 0..<count {
            let half = UInt32(bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
            let magnitude = Float(bitPattern: (half & 0x7fff) << 13) * bias
            // Infinities and what is no number have the greatest exponent in both types.
            let exponent: UInt32 = half & 0x7c00 == 0x7c00 ? 0x7f80_0000 : 0
            output[index] = Float(bitPattern: magnitude.bitPattern | exponent | (half & 0x8000) << 16)
        }
    }

    /// The bytes of float32 numbers in this type, rounded to the nearest where it is narrower; numbers that were widened come back as they were.
    func narrow(_ source: UnsafeBufferPointer<Float>) -> [UInt8] {
        switch self {
        case .float32: Array(UnsafeRawBufferPointer(source))
        case .float16: Self.bytes(source) { Float16($0).bitPattern }
        case .bfloat16: Self.bytes(source, Self.roundedToBFloat16)
        case .float64: Self.bytes(source) { Double($0).bitPattern }
        case .int64, .int32, .int16, .int8, .uint8, .bool: preconditionFailure("integers are not weights")
        }
    }

    private static func roundedToBFloat16(_ number: Float) -> UInt16 {
        let bits = number.bitPattern
        // Adding half could carry a quiet number that is none into the sign.
        guard !number.isNaN else { return UInt16(bits >> 16) | 0x40 }
        return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }

    private static func bytes<Pattern: FixedWidthInteger>(_ source: UnsafeBufferPointer<Float>, _ pattern: (Float) -> Pattern) -> [UInt8] {
        let size = MemoryLayout<Pattern>.size
        return [UInt8](unsafeUninitializedCapacity: source.count * size) { target, count in
            let output = UnsafeMutableRawPointer(target.baseAddress)
            for index in source.indices { output?.storeBytes(of: pattern(source[index]), toByteOffset: index * size, as: Pattern.self) }
            count = source.count * size
        }
    }
}
