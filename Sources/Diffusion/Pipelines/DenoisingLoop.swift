import NeuralNetworks
public import Tensors

/// The way from noise to latents of a batch of pictures, one step at a time: a sequence, so that progress, previews and stopping are the caller's.
///
/// Source: Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6, in the batch order of diffusers: unconditional first.
public struct DenoisingLoop {
    /// Where the loop stands after a step.
    public struct Step {
        /// Counted from 1.
        public let index: Int
        public let count: Int
        /// The picture that the latents are heading for, not yet decoded.
        public let denoised: Tensor
    }

    /// Shapes: [batch, channels, height, width].
    public private(set) var latents: Tensor
    private let unet: UNet2DConditionModel
    private let context: Tensor
    private let guidanceScale: Float?
    private var sampler: any Sampler
    private var index = 0
    private var noise: PictureNoise
    private let interruption: Interruption

    /// - Parameters:
    ///   - context: prompt embeddings [batch, tokens, width]; with guidance [2·batch, …], the negative prompts first.
    ///   - guidanceScale: nil for no guidance.
    init(
        unet: UNet2DConditionModel, context: Tensor, guidanceScale: Float?, sampler: any Sampler, noise: PictureNoise, shape: [Int],
        interruption: Interruption
    ) {
        self.unet = unet
        self.context = context
        self.guidanceScale = guidanceScale
        self.sampler = sampler
        self.interruption = interruption
        var noise = noise
        latents = noise.draw(shape) * sampler.plan.initNoiseSigma
        self.noise = noise
    }

    /// Takes one step; nil when all have been taken.
    ///
    /// - Throws: what the interruption throws, leaving the loop as it was.
    public mutating func next() throws -> Step? {
        guard index < sampler.plan.timesteps.count else { return nil }
        let output = try prediction()
        let denoised = sampler.denoised(output, at: index, latents: latents)
        let shape = latents.shape
        latents = sampler.step(output, at: index, latents: latents) { noise.draw(shape) }
        index += 1
        return Step(index: index, count: sampler.plan.timesteps.count, denoised: denoised)
    }

    private func prediction() throws -> Tensor {
        let input = sampler.scaledInput(latents, at: index)
        let timestep = [Float(sampler.plan.timesteps[index])]
        guard let guidanceScale else {
            return try unet(input, timesteps: timestep, context: context, interruption: interruption)
        }
        let both = try unet(Tensor.concatenated([input, input], axis: 0), timesteps: timestep, context: context, interruption: interruption)
        let parts = both.split(axis: 0, parts: 2)
        return parts[0] + (parts[1] - parts[0]) * guidanceScale
    }
}
