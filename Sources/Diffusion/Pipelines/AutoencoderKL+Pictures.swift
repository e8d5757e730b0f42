package import NeuralNetworks
package import Tensors

extension AutoencoderKL {
    /// Latents as the UNet knows them to pictures with values in 0…1.
    ///
    /// Shapes: latents [batch, channels, height, width]; result [batch, 3, height·scale, width·scale].
    package func pictures(from latents: Tensor, interruption: Interruption = .never) throws -> Tensor {
        let decoded = try decode(latents * (1 / configuration.scalingFactor), interruption: interruption)
        return (decoded * 0.5 + 0.5).clamped(min: 0, max: 1)
    }
}
