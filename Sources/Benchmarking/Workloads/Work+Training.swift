import Diffusion
import NeuralNetworks
import Personalization
import Tensors

extension Work {
    /// The gradient of a new word's vector: through the whole UNet and text model, whose weights are frozen.
    static func textualInversion(size: Int, batch: Int, checkpointing: Bool) throws -> () throws -> Void {
        let (text, unet) = (try StableDiffusion15.textModel(), try StableDiffusion15.unet())
        let vectors = Parameter(path: "vectors", value: StableDiffusion15.normal([1, StableDiffusion15.contextWidth], seed: 3) * 0.02)
        vectors.isTrainable = true
        text.embeddings.add(.init(firstID: StableDiffusion15.vocabulary, parameter: vectors))
        var prompts = StableDiffusion15.prompts(batch)
        for index in prompts.indices { prompts[index][5] = StableDiffusion15.vocabulary }
        let ids = prompts
        let (noisy, noise) = (StableDiffusion15.latents(size: size, batch: batch), StableDiffusion15.latents(size: size, batch: batch, seed: 3))
        return {
            let loss = try unet(noisy, timesteps: [250], context: text(ids), checkpointing: checkpointing).meanSquaredError(noise)
            _ = try gradients(of: loss)[vectors.value]
        }
    }

    static func loraTraining(size: Int, batch: Int, checkpointing: Bool) throws -> () throws -> Void {
        try adapterTraining(size: size, batch: batch, checkpointing: checkpointing) { targets in
            var generator = TorchGenerator(seed: 1)
            return LoRA(label: "benchmark", layers: targets.map { .init($0, rank: 4, alpha: 4, generator: &generator) }, model: nil)
        }
    }

    static func oftTraining(size: Int, batch: Int, checkpointing: Bool) throws -> () throws -> Void {
        try adapterTraining(size: size, batch: batch, checkpointing: checkpointing) { targets in
            OFT(label: "benchmark", settings: OFT.Settings(), layers: targets.map { .init($0, OFT.Settings()) }, model: nil)
        }
    }

    /// The gradients of an adapter of all attention, for a context that is given; the UNet's own weights are frozen.
    private static func adapterTraining(
        size: Int, batch: Int, checkpointing: Bool, _ adapter: ([AdaptableLayer]) -> any Adapter
    ) throws -> () throws -> Void {
        let unet = try StableDiffusion15.unet()
        let adapter = adapter(AdaptableLayer.all(unet: unet).filter(AdapterTarget.attention.contains))
        for parameter in adapter.parameters { parameter.isTrainable = true }
        let context = StableDiffusion15.normal([batch, StableDiffusion15.tokens, StableDiffusion15.contextWidth], seed: 5)
        let (noisy, noise) = (StableDiffusion15.latents(size: size, batch: batch), StableDiffusion15.latents(size: size, batch: batch, seed: 3))
        return {
            try [AdapterUse(adapter)].during(isFixed: false) {
                let loss = try unet(noisy, timesteps: [250], context: context, checkpointing: checkpointing).meanSquaredError(noise)
                let found = try gradients(of: loss)
                _ = adapter.parameters.map { found[$0.value] }
            }
        }
    }

    /// The gradients of all weights of the UNet, for a context that is given.
    static func fullTraining(size: Int, batch: Int, checkpointing: Bool) throws -> () throws -> Void {
        let unet = try StableDiffusion15.unet()
        for parameter in unet.parameters { parameter.isTrainable = true }
        let context = StableDiffusion15.normal([batch, StableDiffusion15.tokens, StableDiffusion15.contextWidth], seed: 5)
        let (noisy, noise) = (StableDiffusion15.latents(size: size, batch: batch), StableDiffusion15.latents(size: size, batch: batch, seed: 3))
        return {
            let loss = try unet(noisy, timesteps: [250], context: context, checkpointing: checkpointing).meanSquaredError(noise)
            let found = try gradients(of: loss)
            _ = unet.parameters.map { found[$0.value] }
        }
    }
}
