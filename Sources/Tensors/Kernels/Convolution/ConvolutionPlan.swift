/// How a convolution is computed.
///
/// The plan follows from the shape alone, by costs that were measured once: a plan chosen by a clock would make results depend on the moment.
package enum ConvolutionPlan: String, Sendable, CustomStringConvertible {
    /// A matrix product over pixels.
    case pointwise = "pixels"
    /// Winograd's F(4 × 4, 3 × 3): a quarter of the products.
    case winograd4 = "F(4×4)"
    /// Winograd's F(2 × 2, 3 × 3): four ninths of the products, and less than half of the transforms.
    case winograd2 = "F(2×2)"
    /// A matrix product over copies of what every position sees.
    case columns

    package var description: String { rawValue }

    /// The plan for the result, and, since inputs and outputs weigh the same in it, for the gradient of the input.
    init(_ shape: ConvolutionShape) {
        guard !shape.isPointwise else {
            self = .pointwise
            return
        }
        let candidates = [ConvolutionPlan.columns, .winograd2, .winograd4].filter { $0.suits(shape) }
        self = candidates.min { $0.cost(of: shape) < $1.cost(of: shape) } ?? .columns
    }

    /// Whether a convolution can be computed this way.
    func suits(_ shape: ConvolutionShape) -> Bool {
        switch self {
        case .columns: true
        case .pointwise: shape.isPointwise
        case .winograd2, .winograd4:
            shape.kernelHeight == 3 && shape.kernelWidth == 3 && shape.stride == 1 && shape.padding == 1 && shape.channels % 8 == 0
                && shape.outputs % 8 == 0
        }
    }

    /// Outputs along a side of a Winograd tile, nil for other plans.
    private var tileSide: Int? { self == .winograd4 ? 4 : self == .winograd2 ? 2 : nil }

    /// The pictures that costs are counted for, whatever their number: the plan must not depend on it, or a picture's last bits would depend on those
    /// that are drawn with it.
    private static let images = 4

    /// In products: what was measured for a pixel's transform is as much as some 40 products of an input, for a weight's as some 13 of a pixel.
    private func cost(of shape: ConvolutionShape) -> Int {
        let (pixelCost, weightCost) = (40, 13)
        let (weights, values) = (shape.channels * shape.outputs, shape.channels + shape.outputs)
        guard let side = tileSide else {
            return 9 * Self.images * shape.positions * (weights + shape.channels * pixelCost / 4) + 9 * weightCost * weights
        }
        let tiles = Self.images * ((shape.height + side - 1) / side) * ((shape.width + side - 1) / side)
        return (side + 2) * (side + 2) * (tiles * (weights + values * pixelCost) + weightCost * weights)
    }
}
