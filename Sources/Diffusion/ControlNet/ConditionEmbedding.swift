import NeuralNetworks
import Tensors

/// A picture of pixels to the size and the channels of a UNet's first level: convolutions, every second of which halves the size:
/// diffusers' `ControlNetConditioningEmbedding`.
struct ConditionEmbedding {
    private let input: Convolution2D
    private let blocks: [Convolution2D]
    private let output: Convolution2D

    init(_ configuration: ControlNetConfiguration, at scope: ParameterScope) throws {
        let widths = configuration.embeddingChannels
        input = try Convolution2D(inputs: configuration.conditioningChannels, outputs: widths[0], kernel: 3, padding: 1, at: scope / "conv_in")
        blocks = try zip(widths, widths.dropFirst()).enumerated().flatMap { level, channels in
            [
                try Convolution2D(inputs: channels.0, outputs: channels.0, kernel: 3, padding: 1, at: scope / "blocks" / (2 * level)),
                try Convolution2D(inputs: channels.0, outputs: channels.1, kernel: 3, stride: 2, padding: 1, at: scope / "blocks" / (2 * level + 1)),
            ]
        }
        output = try Convolution2D(
            inputs: widths[widths.count - 1], outputs: configuration.encoder.blockChannels[0], kernel: 3, padding: 1, at: scope / "conv_out")
    }

    /// Shapes: condition [batch, channels, height, width], values in 0…1; result [batch, channels of the first level, height / scale, width / scale].
    func callAsFunction(_ condition: Tensor) -> Tensor {
        output(blocks.reduce(input(condition).silu()) { $1($0).silu() })
    }
}
