private struct Exponential: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { exponential(x) }
}

private struct Logarithm: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { naturalLogarithm(x) }
}

private struct SquareRoot: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.squareRoot() }
}

private struct Magnitude: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { magnitude(x) }
}

/// g · sign x, where the sign of 0 is 0
private struct MagnitudeGradient: BinaryFunction {
    @inline(__always) func callAsFunction(_ g: Vector, _ x: Vector) -> Vector {
        (g.replacing(with: -g, where: x .< 0)).replacing(with: 0, where: x .== 0)
    }
}

private struct Clamp: UnaryFunction {
    let lower: Float
    let upper: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
        let raised = x.replacing(with: lower, where: x .< lower)
        return raised.replacing(with: upper, where: raised .> upper)
    }
}

/// g where x lies within the bounds, else 0
private struct ClampGradient: BinaryFunction {
    let lower: Float
    let upper: Float
    @inline(__always) func callAsFunction(_ g: Vector, _ x: Vector) -> Vector {
        g.replacing(with: 0, where: (x .< lower) .| (x .> upper))
    }
}

extension Tensor {
    /// eˣ
    public func exp() -> Tensor {
        let result = mapped(Exponential())
        return result.recording(self) { $0 * result }
    }

    /// The natural logarithm.
    public func log() -> Tensor {
        let x = detached()
        return mapped(Logarithm()).recording(self) { $0 / x }
    }

    /// √x
    public func sqrt() -> Tensor {
        let result = mapped(SquareRoot())
        return result.recording(self) { $0 / (result * 2) }
    }

    /// x²
    public func square() -> Tensor {
        let x = detached()
        return (x * x).recording(self, keeping: self) { $0 * $1 * 2 }
    }

    /// The sine of an angle in radians.
    public func sin() -> Tensor {
        let x = detached()
        return x.sine().recording(self) { $0 * x.cosine() }
    }

    /// The cosine of an angle in radians.
    public func cos() -> Tensor {
        let x = detached()
        return x.cosine().recording(self) { -($0 * x.sine()) }
    }

    /// |x|
    public func abs() -> Tensor {
        let x = detached()
        return mapped(Magnitude()).recording(self) { $0.zipped(x, MagnitudeGradient()) }
    }

    /// x brought into the range from `min` to `max`; the gradient outside of it is 0.
    public func clamped(min: Float = -.infinity, max: Float = .infinity) -> Tensor {
        let x = detached()
        return mapped(Clamp(lower: min, upper: max)).recording(self) { $0.zipped(x, ClampGradient(lower: min, upper: max)) }
    }
}
