import NeuralNetworks
import Tensors

/// Attention of every position to every other, one head: the only one in the autoencoder.
struct AutoencoderAttention {
    private let norm: GroupNorm
    private let attention: CrossAttention

    init(channels: Int, groups: Int, at scope: ParameterScope) throws {
        norm = try GroupNorm(groups: groups, channels: channels, epsilon: 1e-6, at: scope / "group_norm")
        attention = try CrossAttention(width: channels, contextWidth: channels, heads: 1, projectionBias: true, at: scope)
    }

    /// Shapes: input and result [batch, channels, height, width].
    func callAsFunction(_ input: Tensor) -> Tensor {
        let shape = input.shape
        let flat = [shape[0], shape[1], shape[2] * shape[3]]
        let positions = norm(input).reshaped(flat).transposed(1, 2)
        return attention(positions, context: positions, plus: input.reshaped(flat).transposed(1, 2)).transposed(1, 2).reshaped(shape)
    }
}

/// The middle of encoder and decoder.
struct AutoencoderMidBlock {
    private let resnets: [ResnetBlock2D]
    private let attention: AutoencoderAttention?

    init(_ configuration: AutoencoderConfiguration, channels: Int, at scope: ParameterScope) throws {
        resnets = try (0..<2).map { try configuration.resnet(inputs: channels, outputs: channels, at: scope / "resnets" / $0) }
        attention =
            !configuration.hasMidAttention
            ? nil
            : try AutoencoderAttention(
                channels: channels, groups: configuration.normGroups, at: scope / "attentions" / 0)
    }

    func callAsFunction(_ input: Tensor, interruption: Interruption) throws -> Tensor {
        try interruption.check()
        let hidden = resnets[0](input)
        try interruption.check()
        return resnets[1](attention.map { $0(hidden) } ?? hidden)
    }
}

extension AutoencoderConfiguration {
    func resnet(inputs: Int, outputs: Int, at scope: ParameterScope) throws -> ResnetBlock2D {
        try ResnetBlock2D(inputs: inputs, outputs: outputs, timeWidth: nil, groups: normGroups, epsilon: 1e-6, at: scope)
    }
}
