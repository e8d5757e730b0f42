public import Tensors

/// What OFT does with a layer's inputs: rotates them, block by block, before the weight sees them. The angles between the weight's rows stay.
///
/// Source: Qiu et al., "Controlling Text-to-Image Diffusion by Orthogonal Finetuning" (2023), in the form that turns inputs instead of weights.
public struct BlockRotation {
    private let source: Source
    private let width: Int

    private enum Source {
        case learnt(Parameter, CayleyForm, strength: Float)
        case fixed(Tensor)
    }

    /// - Parameters:
    ///   - skew: the entries above the diagonal of the blocks, [blocks, size · (size - 1) / 2]; a single row is shared by all blocks.
    ///   - blockSize: a divisor of the layer's inputs.
    ///   - strength: 1 for the whole rotation, 0 for none: it scales the skew-symmetric matrix.
    ///   - isFixed: whether the rotation is made now, once: for sampling, where nothing is learnt.
    public init(skew: Parameter, blockSize: Int, form: CayleyForm, strength: Float = 1, isFixed: Bool = false) {
        width = blockSize
        source =
            isFixed
            ? .fixed(Self.blocks(skew.value.detached(), blockSize, form, strength)) : .learnt(skew, form, strength: strength)
    }

    /// Shapes: [blocks, size, size].
    public var blocks: Tensor {
        switch source {
        case .learnt(let skew, let form, let strength): Self.blocks(skew.value, width, form, strength)
        case .fixed(let blocks): blocks
        }
    }

    private static func blocks(_ skew: Tensor, _ size: Int, _ form: CayleyForm, _ strength: Float) -> Tensor {
        form.rotation(of: SkewSymmetric.matrices(strength == 1 ? skew : skew * strength, size: size))
    }

    /// Rotates the last axis.
    ///
    /// Shapes: input and result [..., inputs].
    public func callAsFunction(_ input: Tensor) -> Tensor {
        let inputs = input.shape[input.rank - 1]
        let blocks = blocks
        guard blocks.shape[0] > 1 else { return input.reshaped([-1, width]).matmul(blocks[0]).reshaped(input.shape) }
        let rows = input.reshaped([-1, inputs / width, width]).transposed(0, 1)
        return rows.matmul(blocks).transposed(0, 1).reshaped(input.shape)
    }

    /// The weight that sees the inputs as they are and gives the same.
    ///
    /// Shapes: weight and result [outputs, inputs].
    public func merged(into weight: Tensor) -> Tensor {
        // x · R · Wᵀ = x · (W · Rᵀ)ᵀ
        let rows = weight.reshaped([weight.shape[0], -1, width]).transposed(0, 1)
        return rows.matmul(blocks.transposed(-1, -2)).transposed(0, 1).reshaped(weight.shape)
    }
}
