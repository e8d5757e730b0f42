public import NeuralNetworks
public import Tensors

/// The variational autoencoder between pictures and latents.
///
/// Source: Rombach et al. 2022, section 3.1; names and keys of diffusers' `AutoencoderKL`.
public final class AutoencoderKL {
    public let configuration: AutoencoderConfiguration
    public let parameters: [Parameter]
    private let encoder: AutoencoderEncoder
    private let decoder: AutoencoderDecoder
    private let quantConvolution: Convolution2D?
    private let postQuantConvolution: Convolution2D?

    /// Folders saved before diffusers 0.18 name the attention's projections otherwise, and some keep them as convolutions.
    public static let keys = CheckpointKeys(
        formerNames: [("to_q", "query"), ("to_k", "key"), ("to_v", "value"), ("to_out.0", "proj_attn")], squeezesConvolutions: true)

    public init(_ configuration: AutoencoderConfiguration, from source: any ParameterSource) throws {
        let scope = ParameterScope(source)
        let latents = configuration.latentChannels
        self.configuration = configuration
        encoder = try AutoencoderEncoder(configuration, at: scope / "encoder")
        decoder = try AutoencoderDecoder(configuration, at: scope / "decoder")
        quantConvolution =
            !configuration.hasQuantConvolution
            ? nil
            : try Convolution2D(
                inputs: latents * 2, outputs: latents * 2, kernel: 1, at: scope / "quant_conv")
        postQuantConvolution =
            !configuration.hasPostQuantConvolution
            ? nil
            : try Convolution2D(
                inputs: latents, outputs: latents, kernel: 1, at: scope / "post_quant_conv")
        parameters = try scope.finish()
    }

    /// The distribution of a picture's latents, not yet scaled.
    ///
    /// Shapes: pixels [batch, 3, height, width] in −1…1; height and width multiples of the scale.
    public func encode(_ pixels: Tensor, interruption: Interruption = .never) throws -> LatentDistribution {
        let encoded = try encoder(pixels, interruption: interruption)
        return LatentDistribution(moments: quantConvolution.map { $0(encoded) } ?? encoded)
    }

    /// Pictures of latents that have been divided by the scaling factor.
    ///
    /// Shapes: latents [batch, latentChannels, height, width]; result [batch, 3, height·scale, width·scale], about −1…1.
    public func decode(_ latents: Tensor, interruption: Interruption = .never) throws -> Tensor {
        try decoder(postQuantConvolution.map { $0(latents) } ?? latents, interruption: interruption)
    }
}
