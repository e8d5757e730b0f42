extension Tensor {
    /// The sum of the squares of all elements, in double precision.
    package var squaredNorm: Double {
        let source = packed()
        let block = Parallelism.sumLength
        let blocks = (count + block - 1) / block
        guard blocks > 1 else { return withPointers(source) { sumOfSquares($0, count) } }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { parts in
            withPointers(source) { x in
                Parallelism.tiles(blocks) { parts[$0] = sumOfSquares(x + $0 * block, Swift.min(block, count - $0 * block)) }
            }
            return parts[0..<blocks].reduce(0, +)
        }
    }
}

private func sumOfSquares(_ x: Pointer, _ count: Int) -> Double {
    var (first, second) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var index = 0
    while index &+ 16 <= count {
        let (left, right) = (SIMD8<Double>(x.vector(index)), SIMD8<Double>(x.vector(index &+ 8)))
        first += left * left
        second += right * right
        index &+= 16
    }
    while index < count {
        let rest = SIMD8<Double>(x.partialVector(index, Swift.min(8, count - index)))
        first += rest * rest
        index &+= 8
    }
    return (first + second).sum()
}
