import Diffusion
import Easel
import NeuralNetworks
import Personalization
import Tensors

/// Works of the model that comes with the program, where the cost of a call counts more than its arithmetic.
struct EmbeddedModel {
    private let session = EaselSession()
    private let model: Model

    /// - Throws: `BenchmarkError.noEmbeddedModel`, and what loading throws.
    init() throws {
        guard Resources.path("models/easel-tiny") != nil else { throw BenchmarkError.noEmbeddedModel(searched: Resources.folders) }
        model = try session.load("easel-tiny")
    }

    func prepared(_ kind: Work.Tiny, batch: Int, checkpointing: Bool) throws -> () throws -> Void {
        switch kind {
        case .picture: pictures(batch)
        case .textualInversion: try textualInversion(batch, checkpointing)
        case .full: try fullTraining(batch, checkpointing)
        }
    }

    private func pictures(_ count: Int) -> () throws -> Void {
        var arguments = SamplingArguments()
        (arguments.count, arguments.steps, arguments.sampler, arguments.guidanceScale, arguments.seed) = (count, 25, .ddim, 7.5, 4)
        let settled = arguments
        return { _ = try model.sample(["a red circle"], settled) }
    }

    /// Steps of the training loop itself: noise, text model, UNet, and back, clipping and AdamW; pictures are encoded beforehand.
    private func textualInversion(_ batch: Int, _ checkpointing: Bool) throws -> () throws -> Void {
        let token = try Token("<benchmark>", initializer: "cat", vectors: 2, in: model.diffusion)
        let grey = try Bitmap(width: model.size, height: model.size, fill: RGB(90, 120, 150))
        let pictures = try ImageSet((0..<4).map { PromptedImage(bitmap: grey, source: "picture \($0)", prompts: ["a photo of {}"]) })
        let settings = TrainingSettings(steps: 10_000_000, batchSize: batch, learningRate: 1e-4, clipNorm: 1)
        let loop = try TrainingLoop(token, on: pictures, model: model.diffusion, settings: settings, checkpointing: checkpointing)
        try loop.prepare()
        return { _ = try loop.next() }
    }

    /// A step for every weight of the UNet, the text model frozen.
    private func fullTraining(_ batch: Int, _ checkpointing: Bool) throws -> () throws -> Void {
        let (diffusion, unet) = (model.diffusion, model.diffusion.unet)
        let side = unet.configuration.sampleSize
        let shape = [batch, unet.configuration.inputChannels, side, side]
        let (noisy, noise) = (StableDiffusion15.normal(shape, seed: 2), StableDiffusion15.normal(shape, seed: 3))
        let timesteps = (0..<batch).map { Float($0 * 900 / batch + 50) }
        let prompts = Array(repeating: "a red circle", count: batch)
        for parameter in unet.parameters { parameter.isTrainable = true }
        var optimizer = AdamW()
        return {
            let context = try diffusion.encode(prompts)
            let loss = try unet(noisy, timesteps: timesteps, context: context, checkpointing: checkpointing).meanSquaredError(noise)
            let found = try gradients(of: loss)
            let pairs = unet.parameters.map { (value: $0.value.detached(), gradient: found[$0.value] ?? Tensor.zeros($0.value.shape)) }
            let clipping = pairs.map(\.gradient).clipping(toNorm: 1).factor
            let values = optimizer.updated(pairs, learningRate: 1e-4, gradientScale: clipping)
            for (parameter, value) in zip(unet.parameters, values) { parameter.update(value) }
        }
    }
}
