public import Tensors

/// Cross-correlation over the two last axes.
///
/// Shapes: input [batch, inputs, height, width], weight [outputs, inputs, kernel, kernel], bias [outputs].
public struct Convolution2D {
    public let weight: Parameter
    public let bias: Parameter
    private let stride: Int
    private let padding: Padding2D

    public init(inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Padding2D = 0, at scope: ParameterScope) throws {
        weight = try scope.parameter("weight", [outputs, inputs, kernel, kernel])
        bias = try scope.parameter("bias", [outputs])
        self.stride = stride
        self.padding = padding
    }

    /// - Parameters:
    ///   - imageBias: [batch, outputs], added to all positions of each image.
    ///   - addend: added to the result, of its shape.
    public func callAsFunction(_ input: Tensor, imageBias: Tensor? = nil, plus addend: Tensor? = nil) -> Tensor {
        guard weight.part == .full else { return part(of: input, imageBias: imageBias, plus: addend) }
        let sum = imageBias.map { $0 + self.bias.value } ?? bias.value
        let addend = weight.adaptations.isEmpty ? addend : addition(of: input, plus: addend)
        return input.convolved2d(weight: weight.value, bias: sum, stride: stride, padding: padding, plus: addend)
    }

    private func part(of input: Tensor, imageBias: Tensor?, plus addend: Tensor?) -> Tensor {
        let products = input.convolved2d(weight: weight.value, stride: stride, padding: padding)
        let bias = self.bias.value.reshaped([1, self.bias.count, 1, 1])
        let answer = part(weight.part, of: products, for: input, stride: stride, padding: padding) + bias
        return [imageBias.map { $0.unsqueezed(axis: 2).unsqueezed(axis: 3) }, addend].compactMap(\.self).reduce(answer, +)
    }

    /// What adapters of low rank add: a convolution to few channels, then one of single points. There are no rotations of convolutions.
    private func addition(of input: Tensor, plus addend: Tensor?) -> Tensor? {
        weight.adaptations.additions.reduce(addend) { sum, addition in
            input.convolved2d(weight: addition.down.value, stride: stride, padding: padding).convolved2d(weight: addition.scaledUp, plus: sum)
        }
    }
}
