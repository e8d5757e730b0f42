import NeuralNetworks
import Tensors

/// Halves height and width by a convolution with stride 2.
struct Downsampler {
    private let convolution: Convolution2D

    /// - Parameter padding: 0 pads right and bottom only, as the autoencoder does.
    init(channels: Int, padding: Int, at scope: ParameterScope) throws {
        let around = padding == 0 ? Padding2D(top: 0, left: 0, bottom: 1, right: 1) : Padding2D(integerLiteral: padding)
        convolution = try Convolution2D(inputs: channels, outputs: channels, kernel: 3, stride: 2, padding: around, at: scope / "conv")
    }

    func callAsFunction(_ input: Tensor) -> Tensor { convolution(input) }
}

/// Enlarges by repeating the nearest value, then convolves.
struct Upsampler {
    private let convolution: Convolution2D

    init(channels: Int, at scope: ParameterScope) throws {
        convolution = try Convolution2D(inputs: channels, outputs: channels, kernel: 3, padding: 1, at: scope / "conv")
    }

    func callAsFunction(_ input: Tensor, height: Int, width: Int) -> Tensor {
        convolution(input.upsampledNearest(height: height, width: width))
    }
}
