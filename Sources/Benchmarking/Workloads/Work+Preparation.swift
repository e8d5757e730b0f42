import Diffusion
import Tensors

extension Work {
    /// Makes networks and inputs.
    func prepared() throws -> PreparedWork {
        if case .step(let step) = self { try step.prepared() } else { try PreparedWork(run: repeatable()) }
    }

    private func repeatable() throws -> () throws -> Void {
        switch self {
        case .step(let step): try step.prepared().run
        case .unet(let size, let batch): try Self.unet(size: size, batch: batch)
        case .controlledUNet(let size, let batch): try Self.controlledUNet(size: size, batch: batch)
        case .training(.textualInversion, let size, let batch, let checkpointing):
            try Self.textualInversion(size: size, batch: batch, checkpointing: checkpointing)
        case .training(.lora, let size, let batch, let checkpointing): try Self.loraTraining(size: size, batch: batch, checkpointing: checkpointing)
        case .training(.oft, let size, let batch, let checkpointing): try Self.oftTraining(size: size, batch: batch, checkpointing: checkpointing)
        case .training(.full, let size, let batch, let checkpointing): try Self.fullTraining(size: size, batch: batch, checkpointing: checkpointing)
        case .autoencoder(.decode, let size, let batch): try Self.decoding(size: size, batch: batch)
        case .autoencoder(.encode, let size, let batch): try Self.encoding(size: size, batch: batch)
        case .text(let batch): try Self.text(batch: batch)
        // Not by a session: what it loaded last stays until the next model is there, and two would count.
        case .loading(let folder, _): { _ = try StableDiffusion(files: ModelFolder(path: folder), name: folder) }
        case .tiny(let kind, let batch, let checkpointing): try EmbeddedModel().prepared(kind, batch: batch, checkpointing: checkpointing)
        case .product(let size): Self.product(size: size)
        }
    }

    private static func unet(size: Int, batch: Int) throws -> () throws -> Void {
        let (unet, sample) = (try StableDiffusion15.unet(), StableDiffusion15.latents(size: size, batch: batch))
        let context = StableDiffusion15.normal([batch, StableDiffusion15.tokens, StableDiffusion15.contextWidth], seed: 5)
        return { _ = try unet(sample, timesteps: [501], context: context) }
    }

    private static func controlledUNet(size: Int, batch: Int) throws -> () throws -> Void {
        let (unet, network) = (try StableDiffusion15.unet(), try StableDiffusion15.controlNet())
        let sample = StableDiffusion15.latents(size: size, batch: batch)
        let context = StableDiffusion15.normal([batch, StableDiffusion15.tokens, StableDiffusion15.contextWidth], seed: 5)
        let condition = StableDiffusion15.normal([batch, 3, size, size], seed: 6).sigmoid()
        return {
            let residuals = try network(sample, timesteps: [501], context: context, condition: condition)
            _ = try unet(sample, timesteps: [501], context: context, control: residuals)
        }
    }

    private static func decoding(size: Int, batch: Int) throws -> () throws -> Void {
        let (autoencoder, latents) = (try StableDiffusion15.autoencoder(), StableDiffusion15.latents(size: size, batch: batch))
        return { _ = try autoencoder.decode(latents) }
    }

    private static func encoding(size: Int, batch: Int) throws -> () throws -> Void {
        let autoencoder = try StableDiffusion15.autoencoder()
        let pixels = StableDiffusion15.normal([batch, 3, size, size], seed: 6).tanh()
        return { _ = try autoencoder.encode(pixels).mean }
    }

    private static func text(batch: Int) throws -> () throws -> Void {
        let (model, prompts) = (try StableDiffusion15.textModel(), StableDiffusion15.prompts(batch))
        return { _ = try model(prompts) }
    }

    private static func product(size: Int) -> () throws -> Void {
        let (left, right) = (StableDiffusion15.normal([size, size], seed: 7), StableDiffusion15.normal([size, size], seed: 8))
        return { _ = MachineCeilings.multiply(left, right) }
    }
}
