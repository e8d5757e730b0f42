import Diffusion
import NeuralNetworks
import Tensors

/// The distributions of the pictures' latents, with their controls. A picture that is always cut alike is encoded once; only its sample is new each time.
struct LatentSource {
    /// One use of a picture.
    struct Use {
        let distribution: LatentDistribution
        /// What guides to it, cut as it was.
        let control: Bitmap?
    }

    private let model: StableDiffusion
    private let images: ImageSet
    private var kept: [Key: Use] = [:]

    private struct Key: Hashable {
        let index: Int
        let size: PictureSize
        let isMirrored: Bool
    }

    init(model: StableDiffusion, images: ImageSet) {
        self.model = model
        self.images = images
    }

    /// One use of a picture; draws its cut from the generator.
    mutating func use(of index: Int, size: PictureSize, generator: inout TorchGenerator, interruption: Interruption) throws -> Use {
        let element = images.elements[index]
        if !element.isCutAtRandom, !element.flip, let use = kept[Key(index: index, size: size, isMirrored: false)] { return use }
        let cut = try element.cut(to: size, generator: &generator)
        let key = Key(index: index, size: size, isMirrored: cut.isMirrored)
        if !element.isCutAtRandom, let use = kept[key] { return use }
        let distribution = try model.autoencoder.encode(cut.bitmap.tensor.unsqueezed(axis: 0), interruption: interruption)
        let use = Use(distribution: distribution, control: cut.control)
        if !element.isCutAtRandom { kept[key] = use }
        return use
    }
}
