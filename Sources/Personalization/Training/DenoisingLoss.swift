package import Diffusion
package import NeuralNetworks
package import Tensors

/// The mean squared error between what the model predicts and what it should.
///
/// Source: Ho et al. 2020, equation 14; the target follows the scheduler's prediction type.
package struct DenoisingLoss {
    private let model: StableDiffusion
    private let checkpointing: Bool
    private let interruption: Interruption

    /// - Parameter checkpointing: whether blocks are computed a second time for their gradients instead of keeping what these need.
    package init(model: StableDiffusion, checkpointing: Bool = false, interruption: Interruption) {
        self.model = model
        self.checkpointing = checkpointing
        self.interruption = interruption
    }

    /// Shapes: clean and noise [batch, channels, height, width]; one timestep and one prompt a sample; a scalar results.
    package func callAsFunction(clean: Tensor, noise: Tensor, timesteps: [Int], prompts: [String]) throws -> Tensor {
        let noisy = model.noiseSchedule.addNoise(noise, to: clean, timesteps: timesteps)
        let context = try model.encode(prompts, interruption: interruption)
        let prediction = try model.unet(noisy, timesteps: timesteps.map(Float.init), context: context, checkpointing: checkpointing, interruption: interruption)
        return prediction.meanSquaredError(model.noiseSchedule.target(latents: clean, noise: noise, timesteps: timesteps))
    }
}
