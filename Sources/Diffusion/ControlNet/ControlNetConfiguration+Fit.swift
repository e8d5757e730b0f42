extension ControlNetConfiguration {
    /// - Throws: `DiffusionError.foreignControl` where what it adds has no place in the model's UNet.
    package func requireFit(_ model: StableDiffusion) throws {
        let (own, unet) = (encoder, model.unet.configuration)
        func require(_ condition: Bool, _ reason: String) throws {
            guard condition else { throw DiffusionError.foreignControl(model: model.name, reason: reason) }
        }
        let families = [own, unet].map { TextFamily.name(ofWidth: $0.crossAttentionWidth) ?? "a model of text width \($0.crossAttentionWidth)" }
        try require(
            own.crossAttentionWidth == unet.crossAttentionWidth,
            "it was made for \(families[0]) (cross_attention_dim \(own.crossAttentionWidth)), and the model is \(families[1]) (\(unet.crossAttentionWidth))")
        try require(
            own.skipChannels == unet.skipChannels,
            "its block_out_channels are \(own.blockChannels) with layers_per_block \(own.layersPerBlock); the UNet's are \(unet.blockChannels) with \(unet.layersPerBlock)"
        )
        try require(own.inputChannels == unet.outputChannels, "it takes latents of \(own.inputChannels) channels; the model's have \(unet.outputChannels)")
        try require(conditioningChannels == 3, "it takes pictures of \(conditioningChannels) channels; Easel's have 3")
        let size = model.autoencoder.configuration.scale
        try require(scale == size, "it makes a latent of \(scale) pixels a side; the model's autoencoder of \(size)")
    }
}

extension ControlNetModel {
    /// - Throws: `DiffusionError.foreignControl` where what it adds has no place in the model's UNet.
    package func requireFit(_ model: StableDiffusion) throws { try configuration.requireFit(model) }
}
