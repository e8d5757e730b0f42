/// (x - mean) · factor + shift
struct Normalize: UnaryFunction {
    let mean: Float
    let factor: Float
    let shift: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
        Vector(repeating: shift).plusProduct(x - mean, Vector(repeating: factor))
    }
}

/// factor · (scale · g - mean of g - x̂ · mean of g·x̂), where the means run over all elements normalised together, g scaled.
struct NormalizationGradient: BinaryFunction {
    let mean: Float
    let factor: Float
    let scale: Float
    let total: Float
    let projection: Float
    @inline(__always) func callAsFunction(_ g: Vector, _ x: Vector) -> Vector {
        let normalized = (x - mean) * factor
        return (g * scale - total - normalized * projection) * factor
    }
}

/// The mean of a row and 1 / √(variance + epsilon).
func moments(_ x: Pointer, _ count: Int, _ epsilon: Float) -> (mean: Float, factor: Float) {
    let mean = rowSum(x, count) / Double(count)
    let variance = squaredDeviations(x, count, Float(mean)) / Double(count)
    return (Float(mean), Float(1 / (variance + Double(epsilon)).squareRoot()))
}

/// Σ (x - mean)², partial sums of up to 4096 elements added in double precision.
private func squaredDeviations(_ x: Pointer, _ count: Int, _ mean: Float) -> Double {
    var total = 0.0
    for start in stride(from: 0, to: count, by: 4096) {
        let end = min(count, start + 4096)
        var sum = Vector.zero
        var index = start
        while index &+ 8 <= end {
            let deviation = x.vector(index) - mean
            sum = sum.plusProduct(deviation, deviation)
            index &+= 8
        }
        total += Double(sum.sum())
        while index < end {
            total += Double((x[index] - mean) * (x[index] - mean))
            index &+= 1
        }
    }
    return total
}

/// Σ g and Σ g·(x - mean), partial sums of up to 4096 elements added in double precision.
func gradientSums(_ g: Pointer, _ x: Pointer, _ count: Int, _ mean: Float) -> (sum: Double, product: Double) {
    var result = (sum: 0.0, product: 0.0)
    for start in stride(from: 0, to: count, by: 4096) {
        let end = min(count, start + 4096)
        var (sum, product) = (Vector.zero, Vector.zero)
        var index = start
        while index &+ 8 <= end {
            let gradient = g.vector(index)
            sum += gradient
            product = product.plusProduct(gradient, x.vector(index) - mean)
            index &+= 8
        }
        result.sum += Double(sum.sum())
        result.product += Double(product.sum())
        while index < end {
            result.sum += Double(g[index])
            result.product += Double(g[index] * (x[index] - mean))
            index &+= 1
        }
    }
    return result
}

/// y = (x - mean) · factor · scale + shift, scale and shift by element.
@inline(__always)
func normalizeRow(_ x: Pointer, _ y: Pointer, _ count: Int, _ mean: Float, _ factor: Float, _ scale: Pointer, _ shift: Pointer) {
    var index = 0
    while index &+ 8 <= count {
        let normalized = (x.vector(index) - mean) * factor
        y.store(shift.vector(index).plusProduct(normalized, scale.vector(index)), index)
        index &+= 8
    }
    while index < count {
        y[index] = shift[index] + (x[index] - mean) * factor * scale[index]
        index &+= 1
    }
}
