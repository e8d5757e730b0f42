import Tensors

extension Convolution2D {
    /// A part of the activations, biases added.
    ///
    /// Shapes: products [batch, outputs, height, width], w·x without biases.
    func part(_ part: ActivationPart, of products: Tensor, for input: Tensor, stride: Int, padding: Padding2D) -> Tensor {
        let shape = weight.shape
        let filters = weight.value.square().sum(axes: [1, 2, 3]).sqrt().reshaped([1, shape[0], 1, 1])
        let ones = Tensor.ones([1] + shape[1...])
        let patches = input.square().convolved2d(weight: ones, stride: stride, padding: padding).clamped(min: 0).sqrt()
        let magnitudes = patches * filters
        guard part == .angles else { return magnitudes }
        return products / (magnitudes + 1e-12) * magnitudes.mean()
    }
}
