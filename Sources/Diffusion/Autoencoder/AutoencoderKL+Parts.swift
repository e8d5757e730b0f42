public import NeuralNetworks
public import Tensors

extension AutoencoderKL {
    /// A picture through encoder and decoder, all of whose convolutions answer a part of their activations only.
    ///
    /// Shapes: pixels [batch, 3, height, width] in −1…1, height and width multiples of the scale; result the same, in 0…1.
    public func reconstruction(of pixels: Tensor, from part: ActivationPart = .full, interruption: Interruption = .never) throws -> Tensor {
        let filters = parameters.filter { $0.shape.count == 4 }
        for filter in filters { filter.part = part }
        defer { for filter in filters { filter.part = .full } }
        let latents = try encode(pixels, interruption: interruption).mean
        return (try decode(latents, interruption: interruption) * 0.5 + 0.5).clamped(min: 0, max: 1)
    }
}
