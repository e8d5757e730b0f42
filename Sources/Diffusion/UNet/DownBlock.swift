import NeuralNetworks
import Tensors

/// A level of the way down: residual blocks, each followed by attention where the type says so, then a halving of the size.
struct DownBlock {
    private let resnets: [ResnetBlock2D]
    private let attentions: [Transformer2D]
    private let downsampler: Downsampler?

    init(_ configuration: UNetConfiguration, index: Int, timeWidth: Int, at scope: ParameterScope) throws {
        let channels = configuration.blockChannels
        let (inputs, outputs) = (channels[max(index - 1, 0)], channels[index])
        let layers = 0..<configuration.layersPerBlock[index]
        resnets = try layers.map {
            try ResnetBlock2D(
                inputs: $0 == 0 ? inputs : outputs, outputs: outputs, timeWidth: timeWidth, groups: configuration.normGroups,
                epsilon: configuration.normEpsilon, at: scope / "resnets" / $0)
        }
        attentions =
            try configuration.downBlocks[index] == .plain
            ? []
            : layers.map {
                try configuration.transformer(block: index, at: scope / "attentions" / $0)
            }
        downsampler =
            index == channels.count - 1
            ? nil
            : try Downsampler(
                channels: outputs, padding: configuration.downsamplePadding, at: scope / "downsamplers" / 0)
    }

    /// What each attention of the level attends to.
    func keysAndValues(of context: Tensor) -> [[KeysAndValues]] { attentions.map { $0.keysAndValues(of: context) } }

    /// Appends every intermediate result to `skips`, which the way up takes back in reverse.
    func callAsFunction(_ input: Tensor, time: Tensor, context: [[KeysAndValues]], skips: inout [Tensor], pass: ForwardPass) throws -> Tensor {
        var hidden = input
        for (index, resnet) in resnets.enumerated() {
            hidden = try pass.resnet(resnet, hidden, time: time)
            if index < attentions.count { hidden = try pass.attention(attentions[index], hidden, context: context[index]) }
            skips.append(hidden)
        }
        if let downsampler {
            hidden = downsampler(hidden)
            skips.append(hidden)
        }
        return hidden
    }
}

extension UNetConfiguration {
    /// The attention part of a block, counted on the way down.
    func transformer(block: Int, at scope: ParameterScope) throws -> Transformer2D {
        try Transformer2D(
            channels: blockChannels[block], heads: heads[block], layers: transformerLayers[block], contextWidth: crossAttentionWidth,
            groups: normGroups, usesLinearProjection: usesLinearProjection, at: scope)
    }
}
