extension Tensor {
    /// A two-dimensional convolution (cross-correlation, as in PyTorch).
    ///
    /// Shapes: this [images, in, height, width], weight [out, in, kernel height, kernel width], bias [out]; the result is
    /// [images, out, (height + top + bottom - kernel height) / stride + 1, (width + left + right - kernel width) / stride + 1].
    public func convolved2d(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding2D = 0) -> Tensor {
        precondition(
            bias.map { $0.shape == [weight.shape[0]] } ?? true, "a bias of shape \(bias?.shape ?? []) for \(weight.shape[0]) outputs")
        let extents = ConvolutionShape(input: shape, weight: weight.shape, stride: stride, padding: padding)
        let convolution = Convolution(extents)
        let (x, w) = (detached(), weight.detached())
        let result = OperationProfile.timed(.convolution("convolution", extents)) { convolution.forward(x, weight: w, bias: bias?.detached(), plus: nil) }
        return result.recording([self, weight, bias]) { gradient, needed in
            [
                needed[0]
                    ? OperationProfile.timed(.convolution("convolution input gradient", extents)) { convolution.inputGradient(gradient, weight: w) } : nil,
                needed[1]
                    ? OperationProfile.timed(.convolution("convolution weight gradient", extents)) { convolution.weightGradient(gradient, input: x) } : nil,
                needed[2] ? convolution.biasGradient(gradient) : nil,
            ]
        }
    }
}
