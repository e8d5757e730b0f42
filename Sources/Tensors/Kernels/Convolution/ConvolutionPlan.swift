/// How a convolution is computed.
package enum ConvolutionPlan: String, Sendable {
    /// A matrix product over pixels.
    case pointwise
    /// Winograd's F(4 × 4, 3 × 3).
    case winograd
    /// A matrix product over copies of what every position sees.
    case columns

    init(_ shape: ConvolutionShape) {
        self = shape.isPointwise ? .pointwise : shape.suitsWinograd ? .winograd : .columns
    }

    /// The plan for the gradient of the input.
    init(gradientOf shape: ConvolutionShape) { self.init(shape) }
}

extension ConvolutionShape {
    /// Measured: Winograd's algorithm wins wherever eight channels fill a vector and a tile is not mostly outside of the picture.
    fileprivate var suitsWinograd: Bool {
        kernelHeight == 3 && kernelWidth == 3 && stride == 1 && padding == 1 && channels % 8 == 0 && outputs % 8 == 0
            && channels * outputs >= 256 && min(height, width) >= 4
    }
}
