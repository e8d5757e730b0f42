public import NeuralNetworks
public import Tensors

/// The network that predicts the noise in latents, given the timestep and the prompt.
///
/// Source: Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models"; names and keys of diffusers' `UNet2DConditionModel`.
public final class UNet2DConditionModel {
    public let configuration: UNetConfiguration
    public let parameters: [Parameter]
    private let inputConvolution: Convolution2D
    private let timeLayers: (Linear, Linear)
    private let downBlocks: [DownBlock]
    private let midBlock: MidBlock
    private let upBlocks: [UpBlock]
    private let outputNorm: GroupNorm
    private let outputConvolution: Convolution2D

    public init(_ configuration: UNetConfiguration, from source: any ParameterSource) throws {
        let scope = ParameterScope(source)
        let first = configuration.blockChannels[0]
        let timeWidth = first * 4
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
        upBlocks = try configuration.upBlocks.indices.map {
            try UpBlock(configuration, index: $0, timeWidth: timeWidth, at: scope / "up_blocks" / $0)
        }
        outputNorm = try GroupNorm(
            groups: configuration.normGroups, channels: first, epsilon: configuration.normEpsilon, at: scope / "conv_norm_out")
        outputConvolution = try Convolution2D(
            inputs: first, outputs: configuration.outputChannels, kernel: configuration.outputKernel,
            padding: Padding2D(integerLiteral: configuration.outputKernel / 2), at: scope / "conv_out")
        parameters = try scope.finish()
    }

    /// The model's prediction: noise, velocity or sample, as the scheduler's configuration says.
    ///
    /// Shapes: sample [batch, channels, height, width]; timesteps one, or one a sample, whole or fractional; result as sample, with the output channels.
    ///
    /// - Parameter checkpointing: whether blocks keep only what they are given, and are computed a second time for their gradients.
    /// - Throws: `DiffusionError.invalidArgument` for a sample of other channels, or one that is too small to be halved so often; what `interruption` throws.
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], prompt: PromptContext, checkpointing: Bool = false, interruption: Interruption = .never
    ) throws -> Tensor {
        let batch = sample.shape[0]
        precondition(timesteps.count == 1 || timesteps.count == batch, "one timestep, or one a sample")
        guard sample.shape[1] == configuration.inputChannels else {
            throw DiffusionError.invalidArgument(name: "sample", expected: "of \(configuration.inputChannels) channels", found: "of \(sample.shape[1])")
        }
        guard min(sample.shape[2], sample.shape[3]) >= configuration.minimumSize else {
            throw DiffusionError.invalidArgument(
                name: "size", expected: "at least \(configuration.minimumSize) latents high and wide",
                found: "\(sample.shape[2]) high and \(sample.shape[3]) wide")
        }
        // Every residual block projects the activated embedding: activate it once.
        let time = timeEmbedding(timesteps.count == batch ? timesteps : Array(repeating: timesteps[0], count: batch)).silu()
        let pass = ForwardPass(interruption: interruption, checkpointing: checkpointing)
        var hidden = inputConvolution(configuration.centersInput ? sample * 2 - 1 : sample)
        var skips = [hidden]
        for (block, context) in zip(downBlocks, prompt.down) {
            hidden = try block(hidden, time: time, context: context, skips: &skips, pass: pass)
        }
        hidden = try midBlock(hidden, time: time, context: prompt.mid, pass: pass)
        for (block, context) in zip(upBlocks, prompt.up) {
            hidden = try block(hidden, time: time, context: context, skips: &skips, pass: pass)
        }
        return outputConvolution(outputNorm.silu(hidden))
    }

    /// The model's prediction for a prompt that is used once, as in training.
    ///
    /// Shapes: as above; context [batch, tokens, width].
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], context: Tensor, checkpointing: Bool = false, interruption: Interruption = .never
    ) throws -> Tensor {
        try self(sample, timesteps: timesteps, prompt: prompt(context), checkpointing: checkpointing, interruption: interruption)
    }

    /// The keys and values of a prompt, for any number of steps.
    ///
    /// Shapes: context [batch, tokens, width].
    public func prompt(_ context: Tensor) -> PromptContext {
        PromptContext(
            down: downBlocks.map { $0.keysAndValues(of: context) }, mid: midBlock.keysAndValues(of: context),
            up: upBlocks.map { $0.keysAndValues(of: context) })
    }

    private func timeEmbedding(_ timesteps: [Float]) -> Tensor {
        timeLayers.1(timeLayers.0(configuration.timestepEmbedding(timesteps)).silu())
    }
}
