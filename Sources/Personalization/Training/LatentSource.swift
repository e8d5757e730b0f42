import Diffusion
import NeuralNetworks
import Tensors

/// The distributions of the pictures' latents. A picture that is always cut alike is encoded once; only its sample is new each time.
struct LatentSource {
    private let model: StableDiffusion
    private let images: ImageSet
    private var kept: [Key: LatentDistribution] = [:]

    private struct Key: Hashable {
        let index: Int
        let isMirrored: Bool
    }

    init(model: StableDiffusion, images: ImageSet) {
        self.model = model
        self.images = images
    }

    /// The latents' distribution for one use of a picture; draws its cut from the generator.
    mutating func distribution(
        of index: Int, generator: inout TorchGenerator, interruption: Interruption
    ) throws -> LatentDistribution {
        let element = images.elements[index]
        if !element.isCutAtRandom, !element.flip, let distribution = kept[Key(index: index, isMirrored: false)] { return distribution }
        let (bitmap, isMirrored) = try element.cut(modelSize: model.size, generator: &generator)
        let key = Key(index: index, isMirrored: isMirrored)
        if !element.isCutAtRandom, let distribution = kept[key] { return distribution }
        let distribution = try model.autoencoder.encode(bitmap.tensor.unsqueezed(axis: 0), interruption: interruption)
        if !element.isCutAtRandom { kept[key] = distribution }
        return distribution
    }
}
