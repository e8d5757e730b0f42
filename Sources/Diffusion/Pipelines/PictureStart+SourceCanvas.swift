package import NeuralNetworks
import Tensors

extension PictureStart {
    /// A start from canvases: one for each picture of a batch, or one for all.
    ///
    /// - Parameters:
    ///   - seesSurroundings: whether the network is given a mask and what is around it, besides the latents.
    ///   - strength: the share of the steps that is taken; at 1 such a network sees nothing of what is painted over.
    package init(
        _ canvases: [SourceCanvas], autoencoder: AutoencoderKL, seesSurroundings: Bool, strength: Double, steps: Int, sampler: any Sampler,
        interruption: Interruption = .never
    ) throws {
        func encoded(_ pictures: [Tensor]) throws -> LatentDistribution {
            try autoencoder.encode(Self.batch(pictures), interruption: interruption)
        }
        let masks = canvases.compactMap { $0.latentMask(scale: autoencoder.configuration.scale) }
        let needsWhole = !seesSurroundings || strength < 1
        let distribution = try needsWhole ? encoded(canvases.map(\.picture.tensor)) : nil
        let surroundings = try seesSurroundings ? encoded(canvases.compactMap(\.surroundings)) : nil
        self.init(
            distribution, mask: masks.isEmpty ? nil : LatentMask(Self.batch(masks), surroundings: surroundings),
            scalingFactor: autoencoder.configuration.scalingFactor, strength: strength, steps: steps, sampler: sampler)
    }

    private static func batch(_ tensors: [Tensor]) -> Tensor { Tensor.concatenated(tensors.map { $0.unsqueezed(axis: 0) }, axis: 0) }
}
