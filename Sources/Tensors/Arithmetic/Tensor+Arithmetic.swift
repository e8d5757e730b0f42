// Broadcasting follows NumPy. The gradient of an operand is summed over everything that repeated it.

private struct Sum: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x + y }
}

private struct Difference: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x - y }
}

private struct Product: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x * y }
}

private struct Quotient: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x / y }
}

/// x · factor + summand
private struct Affine: UnaryFunction {
    let factor: Float
    let summand: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * factor + summand }
}

private struct Reciprocal: UnaryFunction {
    let numerator: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { numerator / x }
}

extension Tensor {
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.shape, right.shape)
        return left.zipped(right, Sum()).recording(left, right, { $0.summed(to: a) }, { $0.summed(to: b) })
    }

    public static func - (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.shape, right.shape)
        return left.zipped(right, Difference()).recording(left, right, { $0.summed(to: a) }, { -$0.summed(to: b) })
    }

    public static func * (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.shape, right.shape)
        let (needsLeft, needsRight) = (left.requiresGradient, right.requiresGradient)
        return left.zipped(right, Product()).recording(
            [left, right], keeping: (left: needsRight ? KeptTensor(left) : nil, right: needsLeft ? KeptTensor(right) : nil)
        ) { gradient, _, kept in
            [kept.right.map { (gradient * $0.tensor).summed(to: a) }, kept.left.map { (gradient * $0.tensor).summed(to: b) }]
        }
    }

    public static func / (left: Tensor, right: Tensor) -> Tensor {
        let (a, b) = (left.detached(), right.detached())
        let result = left.zipped(right, Quotient())
        return result.recording(
            left, right, { ($0 / b).summed(to: a.shape) }, { -($0 * result / b).summed(to: b.shape) })
    }

    public static prefix func - (operand: Tensor) -> Tensor { operand * -1 }

    public static func + (left: Tensor, right: Float) -> Tensor {
        left.mapped(Affine(factor: 1, summand: right)).recording(left) { $0 }
    }

    public static func + (left: Float, right: Tensor) -> Tensor { right + left }

    public static func - (left: Tensor, right: Float) -> Tensor { left + -right }

    public static func - (left: Float, right: Tensor) -> Tensor {
        right.mapped(Affine(factor: -1, summand: left)).recording(right) { -$0 }
    }

    public static func * (left: Tensor, right: Float) -> Tensor {
        left.mapped(Affine(factor: right, summand: 0)).recording(left) { $0 * right }
    }

    public static func * (left: Float, right: Tensor) -> Tensor { right * left }

    public static func / (left: Tensor, right: Float) -> Tensor {
        left.mapped(Division(divisor: right)).recording(left) { $0 / right }
    }

    public static func / (left: Float, right: Tensor) -> Tensor {
        let result = right.mapped(Reciprocal(numerator: left))
        let divisor = right.detached()
        return result.recording(right) { -($0 * result / divisor) }
    }

    public static func += (left: inout Tensor, right: Tensor) { left = left + right }
    public static func -= (left: inout Tensor, right: Tensor) { left = left - right }
    public static func *= (left: inout Tensor, right: Float) { left = left * right }
}

private struct Division: UnaryFunction {
    let divisor: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x / divisor }
}
