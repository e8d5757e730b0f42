package import Diffusion
package import NeuralNetworks
package import Tensors

/// The mean squared error between what the model predicts and what it should.
///
/// Source: Ho et al. 2020, equation 14; the target follows the scheduler's prediction type.
package final class DenoisingLoss {
    private let model: StableDiffusion
    private let checkpointing: Bool
    private let encodesOnce: Bool
    private let interruption: Interruption
    private var encodings: [String: Tensor] = [:]
    /// More prompts than captions of an ordinary set; beyond it, encodings are not kept.
    private static let mostEncodings = 512

    /// - Parameters:
    ///   - checkpointing: whether blocks are computed a second time for their gradients instead of keeping what these need.
    ///   - encodesOnce: whether prompts mean the same at every call, so that each is encoded once.
    package init(model: StableDiffusion, checkpointing: Bool = false, encodesOnce: Bool = false, interruption: Interruption) {
        self.model = model
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
    }

    /// - Parameter factors: of each picture's error, the loss being their sum; nil for the plain mean.
    ///
    /// Shapes: clean and noise [batch, channels, height, width]; one timestep and one prompt a sample.
    package func callAsFunction(clean: Tensor, noise: Tensor, timesteps: [Int], prompts: [String], factors: [Float]? = nil) throws -> Value {
        let noisy = model.noiseSchedule.addNoise(noise, to: clean, timesteps: timesteps)
        let prediction = try model.unet(
            noisy, timesteps: timesteps.map(Float.init), context: context(prompts), checkpointing: checkpointing, interruption: interruption)
        let squares = (prediction - model.noiseSchedule.target(latents: clean, noise: noise, timesteps: timesteps)).square()
        let errors = squares.detached().mean(axes: [1, 2, 3]).scalars
        guard let factors else { return Value(loss: squares.mean(), errors: errors) }
        return Value(loss: (squares.mean(axes: [1, 2, 3]).reshaped([factors.count]) * Tensor(factors, shape: [factors.count])).sum(), errors: errors)
    }

    /// Shapes: [prompts, tokens, width].
    private func context(_ prompts: [String]) throws -> Tensor {
        guard encodesOnce else { return try model.encode(prompts, interruption: interruption) }
        if encodings.count > Self.mostEncodings { encodings = [:] }
        for prompt in Set(prompts) where encodings[prompt] == nil { encodings[prompt] = try model.encode([prompt], interruption: interruption) }
        return Tensor.concatenated(prompts.compactMap { encodings[$0] }, axis: 0)
    }
}
