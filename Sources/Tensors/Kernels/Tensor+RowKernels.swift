extension Tensor {
    /// Calls `body` for ranges of the rows along the last axis, on several threads when there are many.
    @inline(__always)
    func forEachRow(_ body: (Int) -> Void) {
        guard count > 0 else { return }
        let length = shape[rank - 1]
        Parallelism.ranges(count / length, grain: Swift.max(1, Parallelism.grain / length)) { rows in
            for row in rows { body(row) }
        }
    }

    func rowSoftmax() -> Tensor {
        let source = packed()
        let result = Tensor.uninitialized(shape)
        let length = shape[rank - 1]
        withPointers(source, result) { x, y in
            source.forEachRow { row in
                let (from, to) = (x + row * length, y + row * length)
                let total = exponentials(from, to, length, minus: greatest(from, length))
                scale(to, length, by: 1 / total)
            }
        }
        return result
    }

    /// y · (g - Σ g·y), where this is y.
    func rowSoftmaxGradient(_ gradient: Tensor) -> Tensor {
        let (value, gradient) = (packed(), gradient.packed())
        let result = Tensor.uninitialized(shape)
        let length = shape[rank - 1]
        withPointers(value, gradient, result) { y, g, x in
            value.forEachRow { row in
                let (y, g, x) = (y + row * length, g + row * length, x + row * length)
                zipRow(y, 1, g, 1, x, length, CentredProduct(centre: dot(y, g, length)))
            }
        }
        return result
    }

    func gatedGELU() -> Tensor {
        let source = packed()
        let half = shape[rank - 1] / 2
        let result = Tensor.uninitialized(shape.dropLast() + [half])
        withPointers(source, result) { x, y in
            result.forEachRow { row in
                let x = x + row * 2 * half
                VectorKernel(.current).gate(x, by: x + half, into: y + row * half, count: half)
            }
        }
        return result
    }

    func gatedGELUGradient(_ gradient: Tensor) -> Tensor {
        let (source, gradient) = (packed(), gradient.packed())
        let half = shape[rank - 1] / 2
        let result = Tensor.uninitialized(shape)
        withPointers(source, gradient, result) { x, g, y in
            gradient.forEachRow { row in
                let (x, g, y) = (x + row * 2 * half, g + row * half, y + row * 2 * half)
                VectorKernel(.current).gateGradient(x, by: x + half, g, into: (y, y + half), count: half)
            }
        }
        return result
    }
}

struct ElementProduct: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x * y }
}

/// x · (y - centre)
private struct CentredProduct: BinaryFunction {
    let centre: Float
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x * (y - centre) }
}

/// The greatest of `count` elements.
@inline(__always)
func greatest(_ x: Pointer, _ count: Int) -> Float {
    var best = Vector(repeating: -.infinity)
    var index = 0
    while index &+ 8 <= count {
        let next = x.vector(index)
        best = best.replacing(with: next, where: next .> best)
        index &+= 8
    }
    var result = best.max()
    while index < count {
        if x[index] > result { result = x[index] }
        index &+= 1
    }
    return result
}

/// y = exp(x - shift); returns the sum of y. May work in place.
@inline(__always)
func exponentials(_ x: Pointer, _ y: Pointer, _ count: Int, minus shift: Float) -> Float {
    var sum = Vector.zero
    var index = 0
    while index &+ 8 <= count {
        let value = exponential(x.vector(index) - shift)
        y.store(value, index)
        sum += value
        index &+= 8
    }
    var total = sum.sum()
    if index < count {
        let value = exponential(x.partialVector(index, count - index) - shift)
        y.storePartial(value, index, count - index)
        for lane in 0..<count - index { total += value[lane] }
    }
    return total
}

@inline(__always)
func scale(_ x: Pointer, _ count: Int, by factor: Float) {
    mapRow(x, x, count, Multiplication(factor: factor))
}

private struct Multiplication: UnaryFunction {
    let factor: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * factor }
}

/// Σ x·y
@inline(__always)
func dot(_ x: Pointer, _ y: Pointer, _ count: Int) -> Float {
    var (first, second) = (Vector.zero, Vector.zero)
    var index = 0
    while index &+ 16 <= count {
        first = first.plusProduct(x.vector(index), y.vector(index))
        second = second.plusProduct(x.vector(index &+ 8), y.vector(index &+ 8))
        index &+= 16
    }
    if index &+ 8 <= count {
        first = first.plusProduct(x.vector(index), y.vector(index))
        index &+= 8
    }
    if index < count {
        first = first.plusProduct(x.partialVector(index, count - index), y.partialVector(index, count - index))
    }
    return (first + second).sum()
}
