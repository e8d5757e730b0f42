public import Tensors

/// What LoRA adds to a weight: a product of two narrow matrices.
///
/// Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (2021), section 4.1.
public struct LowRankAddition {
    /// Shapes: [rank, inputs], of a convolution [rank, inputs, kernel, kernel].
    public let down: Parameter
    /// Shapes: [outputs, rank], of a convolution [outputs, rank, 1, 1].
    public let up: Parameter
    /// What the product is multiplied with: alpha / rank, and how strongly the adapter is wanted.
    public let scale: Float

    public init(down: Parameter, up: Parameter, scale: Float) {
        (self.down, self.up, self.scale) = (down, up, scale)
    }

    var rank: Int { down.shape[0] }
    var scaledUp: Tensor { scale == 1 ? up.value : up.value * scale }

    /// The addition itself.
    ///
    /// Shapes: as the weight's.
    public func product(like weight: Tensor) -> Tensor {
        scaledUp.reshaped([-1, rank]).matmul(down.value.reshaped([rank, -1])).reshaped(weight.shape)
    }
}
