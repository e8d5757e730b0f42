import NeuralNetworks
import Tensors

/// Latents to pictures.
struct AutoencoderDecoder {
    private let inputConvolution: Convolution2D
    private let midBlock: AutoencoderMidBlock
    private let levels: [(resnets: [ResnetBlock2D], upsampler: Upsampler?)]
    private let outputNorm: GroupNorm
    private let outputConvolution: Convolution2D

    init(_ configuration: AutoencoderConfiguration, at scope: ParameterScope) throws {
        let channels = Array(configuration.blockChannels.reversed())
        let last = channels[channels.count - 1]
        inputConvolution = try Convolution2D(
            inputs: configuration.latentChannels, outputs: channels[0], kernel: 3, padding: 1, at: scope / "conv_in")
        midBlock = try AutoencoderMidBlock(configuration, channels: channels[0], at: scope / "mid_block")
        levels = try channels.indices.map { level in
            let block = scope / "up_blocks" / level
            let resnets = try (0...configuration.layersPerBlock).map {
                try configuration.resnet(
                    inputs: $0 == 0 ? channels[max(level - 1, 0)] : channels[level], outputs: channels[level], at: block / "resnets" / $0)
            }
            let isLast = level == channels.count - 1
            return (resnets, isLast ? nil : try Upsampler(channels: channels[level], at: block / "upsamplers" / 0))
        }
        outputNorm = try GroupNorm(groups: configuration.normGroups, channels: last, epsilon: 1e-6, at: scope / "conv_norm_out")
        outputConvolution = try Convolution2D(inputs: last, outputs: configuration.imageChannels, kernel: 3, padding: 1, at: scope / "conv_out")
    }

    /// Shapes: latents [batch, latentChannels, height, width]; result [batch, 3, height·scale, width·scale].
    func callAsFunction(_ latents: Tensor, interruption: Interruption) throws -> Tensor {
        var hidden = try midBlock(inputConvolution(latents), interruption: interruption)
        for level in levels {
            for resnet in level.resnets {
                try interruption.check()
                hidden = resnet(hidden)
            }
            if let upsampler = level.upsampler {
                hidden = upsampler(hidden, height: hidden.shape[2] * 2, width: hidden.shape[3] * 2)
            }
        }
        return outputConvolution(outputNorm.silu(hidden))
    }
}
