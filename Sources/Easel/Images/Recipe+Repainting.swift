public import Diffusion

extension Recipe {
    /// What of a picture was painted anew.
    public struct Repainting: Equatable, Sendable, Codable {
        /// SHA-256 of the mask as a picture: its size and pixels; nil where margins alone were painted.
        public var mask: String?
        /// How far the drawing reaches beyond the picture; nil for not at all.
        public var margins: Margins?
        public var feather: Int
        public var keepsUnmasked: Bool

        /// As the info text says it.
        var fields: [String] {
            let sides = margins.map { "Extend: \($0.left) \($0.right) \($0.top) \($0.bottom)" }
            return [mask.map { "Mask: \($0.prefix(10))" }, sides, feather > 0 ? "Mask feather: \(feather)" : nil].compactMap(\.self)
        }
    }
}

extension Recipe.Source {
    /// What a recipe says of the picture that a drawing began from; nil where it began from none.
    init?(_ picture: TextToImage.Picture, strength: Double) {
        guard let source = picture.source else { return nil }
        self.init(hash: Image(source).digest, strength: strength, repainting: picture.repainting.map(Recipe.Repainting.init))
    }
}

extension Recipe.Repainting {
    fileprivate init(_ repainting: Repainting) {
        self.init(
            mask: repainting.mask?.digest, margins: repainting.margins.isEmpty ? nil : repainting.margins, feather: repainting.feather,
            keepsUnmasked: repainting.keepsUnmasked)
    }
}

extension Mask {
    /// SHA-256 of its size and pixels, as a picture's.
    var digest: String { Image(bitmap).digest }
}
