package import NeuralNetworks
public import Tensors

/// The way from noise to latents of a batch of pictures, one step at a time: a sequence, so that progress, previews and stopping are the caller's.
///
/// A step is one evaluation of the network; a method of several evaluations takes as many steps.
public struct DenoisingLoop {
    /// Where the loop stands after a step.
    public struct Step {
        /// Counted from 1.
        public let index: Int
        /// Of all steps; an estimate where the sampler chooses them.
        public let count: Int
        /// The picture that the latents are heading for, not yet decoded.
        public let denoised: Tensor
    }

    /// Shapes: [batch, channels, height, width].
    public private(set) var latents: Tensor
    private let unet: UNet2DConditionModel
    private let prompt: PromptContext
    private let guidance: Guidance?
    private let control: ControlGuide?
    private var sampler: any Sampler
    /// The evaluation that comes next, and that which came first.
    private var index: Int
    private let first: Int
    private var noise: any NoiseSource
    /// What is put back after every step, and what the network is given besides the latents; nil where all of a picture is painted.
    private let kept: KeptLatents?
    private let condition: Tensor?
    private let interruption: Interruption

    /// - Parameters:
    ///   - context: prompt embeddings [batch, tokens, width]; with guidance [2·batch, …], the negative prompts first.
    ///   - guidance: nil for none.
    ///   - control: the ControlNets that steer, prepared for the same context; nil for none.
    ///   - start: the picture to begin from, or to paint in; nil for pure noise.
    package init(
        unet: UNet2DConditionModel, context: Tensor, guidance: Guidance?, control: ControlGuide? = nil, sampler: any Sampler, noise: any NoiseSource,
        shape: [Int], start: PictureStart? = nil, interruption: Interruption
    ) {
        self.unet = unet
        prompt = unet.prompt(context)
        self.guidance = guidance
        self.control = control
        self.sampler = sampler
        self.interruption = interruption
        var noise = noise
        let beginning = start?.beginning(shape, noise: &noise, sampler: sampler)
        latents = beginning?.latents ?? noise.draw(shape) * sampler.plan.initNoiseSigma
        (kept, condition) = (beginning?.kept, beginning?.condition)
        first = start?.index ?? 0
        index = first
        self.noise = noise
    }

    /// Takes one step; nil when all have been taken.
    ///
    /// - Throws: what the interruption throws, leaving the loop as it was.
    public mutating func next() throws -> Step? {
        guard let timestep = sampler.timestep(at: index) else { return nil }
        let output = try prediction(at: Float(timestep))
        let denoised = sampler.denoised(output, at: index, latents: latents)
        let shape = latents.shape
        latents = sampler.step(output, at: index, latents: latents) { noise.draw(shape) }
        index += 1
        if let kept { latents = kept.restored(in: latents, at: index, of: sampler) }
        return Step(
            index: index - first, count: sampler.evaluationCount(at: index) - first, denoised: kept?.restored(inDenoised: denoised) ?? denoised)
    }

    /// The guided prediction; the negative prompts come first in the batch, as in diffusers.
    private func prediction(at timestep: Float) throws -> Tensor {
        let scaled = sampler.scaledInput(latents, at: index)
        let residuals = try control?.residuals(
            for: scaled, timestep: timestep, at: index - first, of: sampler.evaluationCount(at: index) - first, interruption: interruption)
        let input = condition.map { Tensor.concatenated([scaled, $0], axis: 1) } ?? scaled
        func predict(_ input: Tensor) throws -> Tensor {
            try unet(input, timesteps: [timestep], prompt: prompt, control: residuals, interruption: interruption)
        }
        guard let guidance else { return try predict(input) }
        let both = try predict(Tensor.concatenated([input, input], axis: 0))
        let parts = both.split(axis: 0, parts: 2)
        return guidance(negative: parts[0], positive: parts[1])
    }
}
