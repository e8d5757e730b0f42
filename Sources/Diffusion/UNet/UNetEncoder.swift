import NeuralNetworks
import Tensors

/// The first half of a UNet: the input convolution, the timestep, the way down and the lowest level. A ControlNet is a copy of it.
struct UNetEncoder {
    /// What the way up takes from it.
    struct Result {
        /// The lowest level's.
        var hidden: Tensor
        /// Every intermediate result of the way down, that of the input convolution first.
        var skips: [Tensor]
        /// The timestep, as every residual block projects it.
        let time: Tensor
    }

    private let configuration: UNetConfiguration
    private let inputConvolution: Convolution2D
    private let timeLayers: (Linear, Linear)
    private let downBlocks: [DownBlock]
    private let midBlock: MidBlock

    init(_ configuration: UNetConfiguration, at scope: ParameterScope) throws {
        let first = configuration.blockChannels[0]
        let timeWidth = configuration.timeWidth
        self.configuration = configuration
        inputConvolution = try Convolution2D(
            inputs: configuration.inputChannels, outputs: first, kernel: configuration.inputKernel,
            padding: Padding2D(integerLiteral: configuration.inputKernel / 2), at: scope / "conv_in")
        timeLayers = (
            try Linear(inputs: first, outputs: timeWidth, at: scope / "time_embedding" / "linear_1"),
            try Linear(inputs: timeWidth, outputs: timeWidth, at: scope / "time_embedding" / "linear_2")
        )
        downBlocks = try configuration.downBlocks.indices.map {
            try DownBlock(configuration, index: $0, timeWidth: timeWidth, at: scope / "down_blocks" / $0)
        }
        midBlock = try MidBlock(configuration, timeWidth: timeWidth, at: scope / "mid_block")
    }

    /// What each attention of a level attends to, and those of the lowest.
    func keysAndValues(of context: Tensor) -> (down: [[[KeysAndValues]]], mid: [KeysAndValues]) {
        (downBlocks.map { $0.keysAndValues(of: context) }, midBlock.keysAndValues(of: context))
    }

    /// Shapes: sample [batch, channels, height, width]; timesteps one, or one a sample; addend, which the input convolution's result is added to,
    /// [batch, channels of the first level, height, width].
    ///
    /// - Throws: `DiffusionError.invalidArgument` for a sample of other channels, or one that is too small to be halved so often; what the interruption throws.
    func callAsFunction(_ sample: Tensor, timesteps: [Float], prompt: PromptContext, plus addend: Tensor? = nil, pass: ForwardPass) throws -> Result {
        try check(sample, timesteps)
        let batch = sample.shape[0]
        // Every residual block projects the activated embedding: activate it once.
        let time = embedding(timesteps.count == batch ? timesteps : Array(repeating: timesteps[0], count: batch)).silu()
        var hidden = inputConvolution(configuration.centersInput ? sample * 2 - 1 : sample, plus: addend)
        var skips = [hidden]
        for (block, context) in zip(downBlocks, prompt.down) {
            hidden = try block(hidden, time: time, context: context, skips: &skips, pass: pass)
        }
        return Result(hidden: try midBlock(hidden, time: time, context: prompt.mid, pass: pass), skips: skips, time: time)
    }

    private func embedding(_ timesteps: [Float]) -> Tensor {
        timeLayers.1(timeLayers.0(configuration.timestepEmbedding(timesteps)).silu())
    }

    private func check(_ sample: Tensor, _ timesteps: [Float]) throws {
        precondition(timesteps.count == 1 || timesteps.count == sample.shape[0], "one timestep, or one a sample")
        guard sample.shape[1] == configuration.inputChannels else {
            throw DiffusionError.invalidArgument(name: "sample", expected: "of \(configuration.inputChannels) channels", found: "of \(sample.shape[1])")
        }
        guard min(sample.shape[2], sample.shape[3]) >= configuration.minimumSize else {
            throw DiffusionError.invalidArgument(
                name: "size", expected: "at least \(configuration.minimumSize) latents high and wide",
                found: "\(sample.shape[2]) high and \(sample.shape[3]) wide")
        }
    }
}

extension UNetConfiguration {
    /// Width of the timestep's embedding.
    var timeWidth: Int { blockChannels[0] * 4 }
}
