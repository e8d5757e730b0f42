import Diffusion
public import NeuralNetworks
import Tensors

extension Model {
    /// A picture through the autoencoder and back, by all of its activations or by a part of them.
    ///
    /// It is scaled first where its sides are no multiples of the autoencoder's factor.
    /// - Throws: `ImageError`; `EaselError` where memory would not suffice.
    public func reconstruct(_ image: Image, from part: ActivationPart = .full) throws -> Image {
        let factor = diffusion.autoencoder.configuration.scale
        func whole(_ side: Int) -> Int { max(factor, (side + factor / 2) / factor * factor) }
        let bitmap = try image.bitmap.resized(width: whole(image.width), height: whole(image.height))
        let pixels = try diffusion.autoencoder.reconstruction(
            of: bitmap.tensor.unsqueezed(axis: 0), from: part, interruption: session.interruption)
        return Image(Bitmap(pixels[0]))
    }
}
