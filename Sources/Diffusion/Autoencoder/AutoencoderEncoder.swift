import NeuralNetworks
import Tensors

/// Pictures to the mean and logarithm of the variance of their latents.
struct AutoencoderEncoder {
    private let inputConvolution: Convolution2D
    private let levels: [(resnets: [ResnetBlock2D], downsampler: Downsampler?)]
    private let midBlock: AutoencoderMidBlock
    private let outputNorm: GroupNorm
    private let outputConvolution: Convolution2D

    init(_ configuration: AutoencoderConfiguration, at scope: ParameterScope) throws {
        let channels = configuration.blockChannels
        let last = channels[channels.count - 1]
        inputConvolution = try Convolution2D(
            inputs: configuration.imageChannels, outputs: channels[0], kernel: 3, padding: 1, at: scope / "conv_in")
        levels = try channels.indices.map { level in
            let block = scope / "down_blocks" / level
            let resnets = try (0..<configuration.layersPerBlock).map {
                try configuration.resnet(
                    inputs: $0 == 0 ? channels[max(level - 1, 0)] : channels[level], outputs: channels[level], at: block / "resnets" / $0)
            }
            let isLast = level == channels.count - 1
            return (resnets, isLast ? nil : try Downsampler(channels: channels[level], padding: 0, at: block / "downsamplers" / 0))
        }
        midBlock = try AutoencoderMidBlock(configuration, channels: last, at: scope / "mid_block")
        outputNorm = try GroupNorm(groups: configuration.normGroups, channels: last, epsilon: 1e-6, at: scope / "conv_norm_out")
        outputConvolution = try Convolution2D(
            inputs: last, outputs: configuration.latentChannels * 2, kernel: 3, padding: 1, at: scope / "conv_out")
    }

    /// Shapes: pixels [batch, 3, height, width]; result [batch, 2·latentChannels, height/scale, width/scale].
    func callAsFunction(_ pixels: Tensor, interruption: Interruption) throws -> Tensor {
        var hidden = inputConvolution(pixels)
        for level in levels {
            for resnet in level.resnets {
                try interruption.check()
                hidden = resnet(hidden)
            }
            if let downsampler = level.downsampler { hidden = downsampler(hidden) }
        }
        return outputConvolution(outputNorm.silu(try midBlock(hidden, interruption: interruption)))
    }
}
