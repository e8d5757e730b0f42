import Diffusion
import Digests

/// Every picture that a session has drawn, call by call.
struct PictureLog {
    private var calls: [[Manifest.DrawnPicture]] = []
    private var places: [[String]: Int] = [:]

    var pictures: [Manifest.DrawnPicture] { calls.flatMap(\.self) }

    /// Remembers the pictures of a call; the same call again takes the place of the earlier one.
    mutating func record(_ images: [Image]) {
        let recipes = images.compactMap(\.recipe)
        let names = recipes.map(\.json)
        let place = places[names] ?? calls.count
        let pictures = zip(recipes, images).map { Manifest.DrawnPicture(recipe: $0, digest: $1.digest, call: place) }
        if place == calls.count { calls.append(pictures) } else { calls[place] = pictures }
        places[names] = place
    }
}

extension Image {
    /// SHA-256 of the size and the pixels, by which two pictures are found to be identical.
    public var digest: String {
        var digest = SHA256()
        for size in [width, height] { digest.update((0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }) }
        digest.update(bitmap.pixels)
        return digest.finalize().hex
    }
}
