import NeuralNetworks
import Tensors

/// The lowest level: a residual block, attention, a residual block: diffusers' `UNetMidBlock2DCrossAttn`.
struct MidBlock {
    private let resnets: [ResnetBlock2D]
    private let attention: Transformer2D

    init(_ configuration: UNetConfiguration, timeWidth: Int, at scope: ParameterScope) throws {
        let last = configuration.blockChannels.count - 1
        let channels = configuration.blockChannels[last]
        resnets = try (0..<2).map {
            try ResnetBlock2D(
                inputs: channels, outputs: channels, timeWidth: timeWidth, groups: configuration.normGroups,
                epsilon: configuration.normEpsilon, scale: configuration.midBlockScale, at: scope / "resnets" / $0)
        }
        attention = try configuration.transformer(block: last, at: scope / "attentions" / 0)
    }

    func keysAndValues(of context: Tensor) -> [KeysAndValues] { attention.keysAndValues(of: context) }

    func callAsFunction(_ input: Tensor, time: Tensor, context: [KeysAndValues], pass: ForwardPass) throws -> Tensor {
        let attended = try pass.attention(attention, pass.resnet(resnets[0], input, time: time), context: context)
        return try pass.resnet(resnets[1], attended, time: time)
    }
}
