import Tensors

/// How a skew-symmetric matrix becomes a rotation.
public enum CayleyForm: Hashable, Sendable, Codable {
    /// (I - Q)(I + Q)⁻¹: orthogonal whatever Q is.
    ///
    /// Source: Qiu et al., "Controlling Text-to-Image Diffusion by Orthogonal Finetuning" (2023), section 3.
    case exact
    /// The first terms of the series of (I + Q)(I - Q)⁻¹: faster, orthogonal as long as Q is small, and turning the other way.
    ///
    /// Source: PEFT, `tuners/oft/layer.py`, whose default it is with five terms: I + 2Q + 2Q² + 2Q³ + Q⁴.
    case neumann(terms: Int)

    /// Shapes: skew and result [blocks, size, size].
    func rotation(of skew: Tensor) -> Tensor {
        let identity = Tensor.identity(skew.shape[skew.rank - 1])
        switch self {
        // 2(I + Q)⁻¹ - I is the same product.
        case .exact: return (identity + skew).inverted() * 2 - identity
        case .neumann(let terms):
            guard terms > 1 else { return skew * 0 + identity }
            var (sum, power) = (identity + skew * 2, skew)
            for term in stride(from: 2, to: terms, by: 1) {
                power = power.matmul(skew)
                sum = sum + (term == terms - 1 ? power : power * 2)
            }
            return sum
        }
    }
}

extension Tensor {
    /// Shapes: [size, size].
    static func identity(_ size: Int) -> Tensor {
        Tensor((0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }, shape: [size, size])
    }
}
