import NeuralNetworks
import Tensors

/// A level of the way up: residual blocks on the result joined with what the way down left, attention where the type says so, then an enlargement.
struct UpBlock {
    private let resnets: [ResnetBlock2D]
    private let attentions: [Transformer2D]
    private let upsampler: Upsampler?

    /// - Parameter index: counted from the lowest level.
    init(_ configuration: UNetConfiguration, index: Int, timeWidth: Int, at scope: ParameterScope) throws {
        let channels = Array(configuration.blockChannels.reversed())
        let (outputs, below, above) = (channels[index], channels[max(index - 1, 0)], channels[min(index + 1, channels.count - 1)])
        let level = channels.count - 1 - index
        let layers = 0...configuration.layersPerBlock[level]
        resnets = try layers.map { layer in
            let skip = layer == layers.upperBound ? above : outputs
            return try ResnetBlock2D(
                inputs: (layer == 0 ? below : outputs) + skip, outputs: outputs, timeWidth: timeWidth, groups: configuration.normGroups,
                epsilon: configuration.normEpsilon, at: scope / "resnets" / layer)
        }
        attentions =
            try configuration.upBlocks[index] == .plain
            ? []
            : layers.map {
                try configuration.transformer(block: level, at: scope / "attentions" / $0)
            }
        upsampler = level == 0 ? nil : try Upsampler(channels: outputs, at: scope / "upsamplers" / 0)
    }

    /// What each attention of the level attends to.
    func keysAndValues(of context: Tensor) -> [[KeysAndValues]] { attentions.map { $0.keysAndValues(of: context) } }

    func callAsFunction(_ input: Tensor, time: Tensor, context: [[KeysAndValues]], skips: inout [Tensor], pass: ForwardPass) throws -> Tensor {
        var hidden = input
        for (index, resnet) in resnets.enumerated() {
            hidden = try pass([hidden, skips.removeLast(), time]) { resnet(Tensor.concatenated([$0[0], $0[1]], axis: 1), time: $0[2]) }
            if index < attentions.count { hidden = try pass.attention(attentions[index], hidden, context: context[index]) }
        }
        // The next level's size, rather than twice this one's: odd sizes were rounded up on the way down.
        guard let upsampler, let target = skips.last?.shape else { return hidden }
        return upsampler(hidden, height: target[2], width: target[3])
    }
}
