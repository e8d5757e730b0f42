public import NeuralNetworks
public import Tensors

/// The network that predicts the noise in latents, given the timestep and the prompt.
///
/// Source: Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models"; names and keys of diffusers' `UNet2DConditionModel`.
public final class UNet2DConditionModel {
    public let configuration: UNetConfiguration
    public let parameters: [Parameter]
    private let encoder: UNetEncoder
    private let upBlocks: [UpBlock]
    private let outputNorm: GroupNorm
    private let outputConvolution: Convolution2D

    public init(_ configuration: UNetConfiguration, from source: any ParameterSource) throws {
        let scope = ParameterScope(source)
        self.configuration = configuration
        encoder = try UNetEncoder(configuration, at: scope)
        upBlocks = try configuration.upBlocks.indices.map {
            try UpBlock(configuration, index: $0, timeWidth: configuration.timeWidth, at: scope / "up_blocks" / $0)
        }
        let first = configuration.blockChannels[0]
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
    /// - Parameters:
    ///   - control: what ControlNets add to the way down and to the lowest level.
    ///   - checkpointing: whether blocks keep only what they are given, and are computed a second time for their gradients.
    /// - Throws: `DiffusionError.invalidArgument` for a sample of other channels, or one that is too small to be halved so often; what `interruption` throws.
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], prompt: PromptContext, control: ControlResiduals? = nil, checkpointing: Bool = false,
        interruption: Interruption = .never
    ) throws -> Tensor {
        let pass = ForwardPass(interruption: interruption, checkpointing: checkpointing)
        let encoded = try encoder(sample, timesteps: timesteps, prompt: prompt, pass: pass)
        var hidden = control.map { encoded.hidden + $0.mid } ?? encoded.hidden
        var skips = control.map { $0.added(to: encoded.skips) } ?? encoded.skips
        for (block, context) in zip(upBlocks, prompt.up) {
            hidden = try block(hidden, time: encoded.time, context: context, skips: &skips, pass: pass)
        }
        return outputConvolution(outputNorm.silu(hidden))
    }

    /// The model's prediction for a prompt that is used once, as in training.
    ///
    /// Shapes: as above; context [batch, tokens, width].
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], context: Tensor, control: ControlResiduals? = nil, checkpointing: Bool = false,
        interruption: Interruption = .never
    ) throws -> Tensor {
        try self(
            sample, timesteps: timesteps, prompt: prompt(context), control: control, checkpointing: checkpointing, interruption: interruption)
    }

    /// The keys and values of a prompt, for any number of steps.
    ///
    /// Shapes: context [batch, tokens, width].
    public func prompt(_ context: Tensor) -> PromptContext {
        let encoder = encoder.keysAndValues(of: context)
        return PromptContext(down: encoder.down, mid: encoder.mid, up: upBlocks.map { $0.keysAndValues(of: context) })
    }
}
