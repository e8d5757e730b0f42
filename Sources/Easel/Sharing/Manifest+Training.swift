import Digests
import Personalization

extension Manifest.Training {
    /// What a manifest says of a run on a set of pictures.
    init(_ run: TrainingRun, on images: ImageSet) {
        self.init(
            placeholder: run.thing.label, settings: run.settings, steps: run.steps, pictureCount: images.elements.count,
            pictureDigest: SHA256.hex(of: images.elements.map { Image($0.image.bitmap).digest }.joined()))
    }
}
