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

    public func callAsFunction(_ input: Tensor) -> Tensor {
        input.convolved2d(weight: weight.value, bias: bias.value, stride: stride, padding: padding)
    }
}
