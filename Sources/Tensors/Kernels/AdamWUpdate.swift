/// The arithmetic of one step of AdamW, in one pass over a parameter, its gradient and its moments.
///
/// Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2017), algorithm 2, with PyTorch's order of operations.
package struct AdamWUpdate {
    /// What the gradient is multiplied with first: below 1 where it is clipped.
    package var gradientScale: Float
    /// What weight decay leaves of a parameter.
    package var decay: Float
    /// How far the mean of gradients moves towards the new gradient.
    package var firstWeight: Float
    package var beta2: Float
    /// How much of the new gradient's square enters the mean of squares.
    package var secondWeight: Float
    /// √(1 - β₂ᵗ)
    package var denominatorScale: Float
    package var epsilon: Float
    /// The learning rate over 1 - β₁ᵗ.
    package var stepSize: Float

    package init(
        gradientScale: Float, decay: Float, firstWeight: Float, beta2: Float, secondWeight: Float, denominatorScale: Float, epsilon: Float,
        stepSize: Float
    ) {
        (self.gradientScale, self.decay, self.firstWeight, self.beta2) = (gradientScale, decay, firstWeight, beta2)
        (self.secondWeight, self.denominatorScale, self.epsilon, self.stepSize) = (secondWeight, denominatorScale, epsilon, stepSize)
    }

    /// The parameter after the step. Moments that nobody else holds are changed where they lie.
    ///
    /// Shapes: all four alike, in any layout.
    package func callAsFunction(_ value: Tensor, gradient: Tensor, first: inout Tensor, second: inout Tensor) -> Tensor {
        precondition(
            [gradient.shape, first.shape, second.shape].allSatisfy { $0 == value.shape },
            "a gradient of shape \(gradient.shape) and moments of shapes \(first.shape) and \(second.shape) for a parameter of shape \(value.shape)")
        let (value, gradient) = (value.packed(), gradient.packed())
        let (oldFirst, oldSecond) = (first.makeWritable(), second.makeWritable())
        let result = Tensor.uninitialized(value.shape)
        withPointers(value, gradient, oldFirst ?? first, oldSecond ?? second) { p, g, m, v in
            withPointers(result, first, second) { newP, newM, newV in
                Parallelism.ranges(result.count) { range in
                    let start = range.lowerBound
                    row((p + start, g + start, m + start, v + start), (newP + start, newM + start, newV + start), range.count)
                }
            }
        }
        return result
    }

    /// The same with moments that are kept in eight bits a number: each block is widened, updated and narrowed again while it lies in the cache.
    ///
    /// Source: bitsandbytes' `AdamW8bit`, as it computes on a CPU.
    package func callAsFunction(_ value: Tensor, gradient: Tensor, first: inout BlockwiseTensor, second: inout BlockwiseTensor) -> Tensor {
        precondition([gradient.shape, first.shape, second.shape].allSatisfy { $0 == value.shape }, "moments and gradient have the shape of their parameter")
        let (value, gradient) = (value.packed(), gradient.packed())
        first.makeUnique()
        second.makeUnique()
        let result = Tensor.uninitialized(value.shape)
        let count = result.count
        withPointers(value, gradient, result) { p, g, target in
            withPointers(first.codes, first.scales, second.codes, second.scales) { firstCodes, firstScales, secondCodes, secondScales in
                let (maps, codes) = ((first.map, second.map), (BlockwiseTensor.bytes(firstCodes), BlockwiseTensor.bytes(secondCodes)))
                Parallelism.ranges(BlockwiseTensor.blocks(count), grain: Self.blocksAPiece) { blocks in
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * BlockwiseTensor.blockSize) { room in
                        guard let m = room.baseAddress else { return }
                        let v = m + BlockwiseTensor.blockSize
                        for block in blocks {
                            let range = BlockwiseTensor.range(of: block, count: count)
                            let start = range.lowerBound
                            maps.0.read(codes.0 + start, scale: firstScales[block], into: m, range.count)
                            maps.1.read(codes.1 + start, scale: secondScales[block], into: v, range.count)
                            row((p + start, g + start, m, v), (target + start, m, v), range.count)
                            firstScales[block] = maps.0.write(m, into: codes.0 + start, range.count)
                            secondScales[block] = maps.1.write(v, into: codes.1 + start, range.count)
                        }
                    }
                }
            }
        }
        return result
    }

    private static let blocksAPiece = 32

    private typealias Row = (value: Pointer, gradient: Pointer, first: Pointer, second: Pointer)
    private typealias Target = (value: Pointer, first: Pointer, second: Pointer)

    private func row(_ source: Row, _ target: Target, _ count: Int) {
        var index = 0
        while index &+ 8 <= count {
            let new = step(
                source.value.vector(index), source.gradient.vector(index), source.first.vector(index), source.second.vector(index))
            target.value.store(new.value, index)
            target.first.store(new.first, index)
            target.second.store(new.second, index)
            index &+= 8
        }
        guard index < count else { return }
        let rest = count - index
        let new = step(
            source.value.partialVector(index, rest), source.gradient.partialVector(index, rest), source.first.partialVector(index, rest),
            source.second.partialVector(index, rest))
        target.value.storePartial(new.value, index, rest)
        target.first.storePartial(new.first, index, rest)
        target.second.storePartial(new.second, index, rest)
    }

    @inline(__always)
    private func step(_ value: Vector, _ gradient: Vector, _ first: Vector, _ second: Vector) -> (value: Vector, first: Vector, second: Vector) {
        let gradient = gradient * gradientScale
        // Fused as PyTorch fuses them: with large gradients the rounding of a separate product would show.
        let first = first.addingProduct(Vector(repeating: firstWeight), gradient - first)
        let second = (second * beta2).addingProduct(secondWeight * gradient, gradient)
        let denominator = second.squareRoot() / denominatorScale + epsilon
        return (value * decay - stepSize * first / denominator, first, second)
    }
}

extension Tensor {
    /// Makes room for new elements of the same shape: in place where nobody else holds these, otherwise in memory of its own.
    ///
    /// Returns the old elements, packed, where they lie elsewhere; nil where they are overwritten.
    fileprivate mutating func makeWritable() -> Tensor? {
        if isContiguous, node == nil, isKnownUniquelyReferenced(&storage) { return nil }
        let old = packed()
        self = .uninitialized(shape)
        return old
    }
}
