private struct HyperbolicTangent: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { hyperbolicTangent(x) }
}

/// g · (1 - y²)
private struct HyperbolicTangentGradient: BinaryFunction {
    @inline(__always) func callAsFunction(_ g: Vector, _ y: Vector) -> Vector { g * (1 - y * y) }
}

private struct Sigmoid: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { logistic(x) }
}

/// g · y · (1 - y)
private struct SigmoidGradient: BinaryFunction {
    @inline(__always) func callAsFunction(_ g: Vector, _ y: Vector) -> Vector { g * y * (1 - y) }
}

/// x · σ(factor · x): SiLU for 1, CLIP's approximation of GELU for 1.702.
struct Swish: UnaryFunction {
    let factor: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * logistic(x * factor) }
}

/// g · σ · (1 + factor · x · (1 - σ))
struct SwishGradient: BinaryFunction {
    let factor: Float
    @inline(__always) func callAsFunction(_ g: Vector, _ x: Vector) -> Vector {
        let scaled = x * factor
        let s = logistic(scaled)
        return g * s * (1 + scaled * (1 - s))
    }
}

/// x · Φ(x)
struct GELU: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
        x * 0.5 * (1 + errorFunction(x * 0.707_106_78))
    }
}

/// g · (Φ(x) + x · φ(x))
struct GELUGradient: BinaryFunction {
    @inline(__always) func callAsFunction(_ g: Vector, _ x: Vector) -> Vector {
        let cumulative = 0.5 * (1 + errorFunction(x * 0.707_106_78))
        let density = exponential(x * x * -0.5) * 0.398_942_28
        return g * cumulative.plusProduct(x, density)
    }
}

extension Tensor {
    /// The hyperbolic tangent.
    public func tanh() -> Tensor {
        let result = mapped(HyperbolicTangent())
        return result.recording(self) { $0.zipped(result, HyperbolicTangentGradient()) }
    }

    /// σ(x) = 1 / (1 + e⁻ˣ)
    public func sigmoid() -> Tensor {
        let result = mapped(Sigmoid())
        return result.recording(self) { $0.zipped(result, SigmoidGradient()) }
    }

    /// x · σ(x). Source: Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", section 2.
    public func silu() -> Tensor { swish(1) }

    /// x · σ(1.702 x), CLIP's activation. Source: Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", section 2.
    public func quickGelu() -> Tensor { swish(1.702) }

    /// x · Φ(x), exact. Source: Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", section 2.
    public func gelu() -> Tensor {
        mapped(GELU()).recording(self, keeping: self) { $0.zipped($1, GELUGradient()) }
    }

    private func swish(_ factor: Float) -> Tensor {
        mapped(Swish(factor: factor)).recording(self, keeping: self) { $0.zipped($1, SwishGradient(factor: factor)) }
    }
}
