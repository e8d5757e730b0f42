package import Diffusion
package import NeuralNetworks
package import Tensors

/// The mean squared error between what the model predicts and what it should.
///
/// Source: Ho et al. 2020, equation 14; the target follows the scheduler's prediction type.
package final class DenoisingLoss {
    private let model: StableDiffusion
    private let control: ControlNetModel?
    private let checkpointing: Bool
    private let encodesOnce: Bool
    private let interruption: Interruption
    private var encodings: [String: Tensor] = [:]
    /// More prompts than captions of an ordinary set; beyond it, encodings are not kept.
    private static let mostEncodings = 512

    /// - Parameters:
    ///   - control: what steers the UNet, shown the batches' controls; nil for nothing.
    ///   - checkpointing: whether blocks are computed a second time for their gradients instead of keeping what these need.
    ///   - encodesOnce: whether prompts mean the same at every call, so that each is encoded once.
    package init(
        model: StableDiffusion, control: ControlNetModel? = nil, checkpointing: Bool = false, encodesOnce: Bool = false, interruption: Interruption
    ) {
        self.model = model
        self.control = control
        self.checkpointing = checkpointing
        self.encodesOnce = encodesOnce
        self.interruption = interruption
    }

    /// The loss of a batch, and the error of each of its pictures.
    package struct Value {
        /// A scalar, to be differentiated.
        package let loss: Tensor
        /// Mean squared errors, unweighted.
        package let errors: [Float]
        /// The mean error of the pictures that must not be forgotten; nil where there are none.
        package let priorError: Float?
    }

    /// - Parameter factors: of each picture's error, the loss being their sum; nil for the plain mean.
    package func callAsFunction(_ batch: TrainingBatch, factors: [Float]? = nil) throws -> Value {
        let noisy = model.noiseSchedule.addNoise(batch.noise, to: batch.latents, timesteps: batch.timesteps)
        let prediction = try keepingActivations(in: model.precision == .bfloat16 ? .bfloat16 : .float32) { try self.prediction(of: noisy, batch) }
        let target = model.noiseSchedule.target(latents: batch.latents, noise: batch.noise, timesteps: batch.timesteps)
        let squares = (prediction - target).square()
        let errors = squares.detached().mean(axes: [1, 2, 3]).scalars
        let prior = errors.suffix(batch.priorCount)
        let loss = factors.map { (squares.mean(axes: [1, 2, 3]).reshaped([$0.count]) * Tensor($0, shape: [$0.count])).sum() } ?? squares.mean()
        return Value(loss: loss, errors: errors, priorError: prior.isEmpty ? nil : prior.reduce(0, +) / Float(prior.count))
    }

    private func prediction(of noisy: Tensor, _ batch: TrainingBatch) throws -> Tensor {
        let (timesteps, context) = (batch.timesteps.map(Float.init), try context(batch.prompts))
        let residuals = try control.map { network in
            guard let condition = batch.controls else {
                throw PersonalizationError.noControls
            }
            return try network(
                noisy, timesteps: timesteps, context: context, condition: condition, checkpointing: checkpointing, interruption: interruption)
        }
        return try model.unet(
            noisy, timesteps: timesteps, context: context, control: residuals, checkpointing: checkpointing, interruption: interruption)
    }

    /// Shapes: [prompts, tokens, width].
    private func context(_ prompts: [String]) throws -> Tensor {
        guard encodesOnce else { return try model.encode(prompts, interruption: interruption) }
        if encodings.count > Self.mostEncodings { encodings = [:] }
        for prompt in Set(prompts) where encodings[prompt] == nil { encodings[prompt] = try model.encode([prompt], interruption: interruption) }
        return Tensor.concatenated(prompts.compactMap { encodings[$0] }, axis: 0)
    }
}
