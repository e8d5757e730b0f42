package import Tensors

/// The ways in which the same elements can lie in memory.
package enum TensorLayout: String, CaseIterable, Sendable {
    case contiguous, transposed, sliced, broadcast

    /// A tensor of the shape, laid out this way, with seeded values. (Broadcast: repeated along the first axis, stride 0.)
    package func tensor(_ shape: [Int], seed: Int = 1, range: ClosedRange<Float> = -1...1) -> Tensor {
        switch self {
        case .contiguous:
            return pseudorandom(shape, seed: seed, range: range)
        case .transposed where shape.count >= 2:
            let last = shape.count - 1
            var stored = shape
            stored.swapAt(0, last)
            return pseudorandom(stored, seed: seed, range: range).transposed(0, last)
        case .broadcast where shape.count >= 1:
            return pseudorandom([1] + shape.dropFirst(), seed: seed, range: range).broadcast(to: shape)
        default:
            guard let last = shape.last else { return pseudorandom(shape, seed: seed, range: range) }
            return pseudorandom(shape.dropLast() + [last + 3], seed: seed, range: range).sliced(axis: -1, 2..<last + 2)
        }
    }
}

/// Seeded values, evenly spread over a range.
package func pseudorandom(_ shape: [Int], seed: Int = 1, range: ClosedRange<Float> = -1...1) -> Tensor {
    var state = UInt64(bitPattern: Int64(seed)) &* 0x9e37_79b9_7f4a_7c15 | 1
    let values = (0..<shape.reduce(1, *)).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + (range.upperBound - range.lowerBound) * Float(state >> 40) / Float(1 << 24)
    }
    return Tensor(values, shape: shape)
}
