import Digests
import Personalization

extension ImageSet {
    /// SHA-256 of all that is learnt from: pixels, controls, prompts and how the pictures are cut; not where they came from.
    var digest: String {
        var digest = SHA256()
        for element in elements {
            let image = element.image
            let pixels = [image.bitmap, image.control].compactMap(\.self).map { Image($0).digest }
            // Several prompts must not read like one.
            digest.update("\(pixels) \(image.prompts) \(element.crop) \(element.flip) \(element.size ?? 0)".utf8)
        }
        return digest.finalize().hex
    }
}
