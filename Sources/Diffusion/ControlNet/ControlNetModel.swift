import Glibc
public import NeuralNetworks
public import Tensors

/// A network that looks at a picture beside the latents and tells a UNet where things are to be.
///
/// Source: Zhang, Rao and Agrawala 2023, "Adding Conditional Control to Text-to-Image Diffusion Models"; names and keys of diffusers' `ControlNetModel`.
public final class ControlNetModel {
    /// A prompt and a picture as the network sees them: the same at every step, so made once.
    public struct Prompt {
        let context: PromptContext
        /// Shape: [pictures, channels of the first level, height, width of the latents].
        package let hint: Tensor
    }

    public let configuration: ControlNetConfiguration
    public let parameters: [Parameter]
    private let encoder: UNetEncoder
    private let embedding: ConditionEmbedding
    private let downConvolutions: [Convolution2D]
    private let midConvolution: Convolution2D

    public init(_ configuration: ControlNetConfiguration, from source: any ParameterSource) throws {
        let scope = ParameterScope(source)
        let shape = configuration.encoder
        func zeroConvolution(_ channels: Int, _ scope: ParameterScope) throws -> Convolution2D {
            try Convolution2D(inputs: channels, outputs: channels, kernel: 1, at: scope)
        }
        self.configuration = configuration
        encoder = try UNetEncoder(shape, at: scope)
        embedding = try ConditionEmbedding(configuration, at: scope / "controlnet_cond_embedding")
        downConvolutions = try shape.skipChannels.enumerated().map { try zeroConvolution($1, scope / "controlnet_down_blocks" / $0) }
        midConvolution = try zeroConvolution(shape.blockChannels[shape.blockChannels.count - 1], scope / "controlnet_mid_block")
        parameters = try scope.finish()
    }

    /// What is added to the UNet that sees the same sample.
    ///
    /// Shapes: sample [batch, channels, height, width], the batch as large as the prompt's, and as the pictures' or a multiple of it; timesteps one, or one a
    /// sample.
    ///
    /// - Parameters:
    ///   - scale: what every residual is multiplied by.
    ///   - isGuess: whether the first residuals weigh a tenth, the last all, as where no prompt says what the picture shows.
    ///   - checkpointing: whether blocks keep only what they are given, and are computed a second time for their gradients.
    /// - Throws: `DiffusionError.invalidArgument` for a sample that the network does not take; what `interruption` throws.
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], prompt: Prompt, scale: Float = 1, isGuess: Bool = false, checkpointing: Bool = false,
        interruption: Interruption = .never
    ) throws -> ControlResiduals {
        let pass = ForwardPass(interruption: interruption, checkpointing: checkpointing)
        let hint = try repeated(prompt.hint, for: sample)
        let encoded = try encoder(sample, timesteps: timesteps, prompt: prompt.context, plus: hint, pass: pass)
        let outputs = zip(downConvolutions, encoded.skips).map { $0($1) } + [midConvolution(encoded.hidden)]
        let weights = weights(scale: scale, isGuess: isGuess)
        let residuals = zip(outputs, weights).map { output, weight in
            let scaled = weight == 1 ? output : output * weight
            return configuration.poolsConditions ? scaled.mean(axes: [2, 3], keepDims: true) : scaled
        }
        return ControlResiduals(down: Array(residuals.dropLast()), mid: residuals[residuals.count - 1])
    }

    /// The residuals for a prompt and a picture that are used once, as in training.
    ///
    /// Shapes: as above; context [batch, tokens, width]; condition [batch, channels, height, width] of pixels, values in 0…1.
    public func callAsFunction(
        _ sample: Tensor, timesteps: [Float], context: Tensor, condition: Tensor, scale: Float = 1, checkpointing: Bool = false,
        interruption: Interruption = .never
    ) throws -> ControlResiduals {
        let prompt = try prompt(context, condition: condition, checkpointing: checkpointing, interruption: interruption)
        return try self(
            sample, timesteps: timesteps, prompt: prompt, scale: scale, checkpointing: checkpointing, interruption: interruption)
    }

    /// A prompt and a picture, for any number of steps.
    ///
    /// Shapes: context [batch, tokens, width]; condition [pictures, channels, height, width] of pixels, values in 0…1, red first.
    ///
    /// - Throws: `DiffusionError.invalidArgument` for a picture of other channels; what `interruption` throws.
    public func prompt(_ context: Tensor, condition: Tensor, checkpointing: Bool = false, interruption: Interruption = .never) throws -> Prompt {
        guard condition.shape[1] == configuration.conditioningChannels else {
            throw DiffusionError.invalidArgument(
                name: "control", expected: "a picture of \(configuration.conditioningChannels) channels", found: "one of \(condition.shape[1])")
        }
        let keys = encoder.keysAndValues(of: context)
        let pass = ForwardPass(interruption: interruption, checkpointing: checkpointing)
        let ordered = configuration.channelOrder == .rgb ? condition : condition.channelsReversed()
        let hint = try pass([ordered]) { [embedding] in embedding($0[0]) }
        return Prompt(context: PromptContext(down: keys.down, mid: keys.mid, up: []), hint: hint)
    }

    /// With guidance a sample comes twice, and so does its picture.
    private func repeated(_ hint: Tensor, for sample: Tensor) throws -> Tensor {
        let (batch, pictures) = (sample.shape[0], hint.shape[0])
        precondition(batch.isMultiple(of: pictures), "a picture for each sample, or for each of its halves")
        guard hint.shape[2...] == sample.shape[2...] else {
            throw DiffusionError.invalidArgument(
                name: "control", expected: "a picture \(sample.shape[3] * configuration.scale) wide and \(sample.shape[2] * configuration.scale) high",
                found: "\(hint.shape[3] * configuration.scale) wide and \(hint.shape[2] * configuration.scale) high")
        }
        return batch == pictures ? hint : Tensor.concatenated(Array(repeating: hint, count: batch / pictures), axis: 0)
    }

    /// Of every residual, the lowest level's last.
    ///
    /// Source: diffusers' `ControlNetModel.forward`; pooled residuals are never graded.
    private func weights(scale: Float, isGuess: Bool) -> [Float] {
        let count = downConvolutions.count + 1
        guard isGuess, !configuration.poolsConditions else { return Array(repeating: scale, count: count) }
        return (0..<count).map { pow(10, Float($0) / Float(count - 1) - 1) * scale }
    }
}

extension Tensor {
    /// Red, green and blue in the other order, along the second axis.
    fileprivate func channelsReversed() -> Tensor {
        Tensor.concatenated(split(axis: 1, parts: shape[1]).reversed(), axis: 1)
    }
}

extension UNetConfiguration {
    /// Channels of every intermediate result of the way down.
    var skipChannels: [Int] {
        let levels = blockChannels.indices.map { level in
            Array(repeating: blockChannels[level], count: layersPerBlock[level] + (level == blockChannels.count - 1 ? 0 : 1))
        }
        return [blockChannels[0]] + levels.joined()
    }
}
