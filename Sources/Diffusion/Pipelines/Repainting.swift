/// What is painted anew of the picture that a drawing begins from; the rest is kept.
public struct Repainting: Equatable, Sendable {
    /// As large as that picture; nil for nothing of it, where margins alone are painted.
    public var mask: Mask?
    /// How far the drawing reaches beyond that picture: all of it is painted.
    public var margins: Margins
    /// Within how many pixels outside of the mask the drawing fades into the picture.
    public var feather: Int
    /// Whether the picture's own pixels are put back where nothing was painted; otherwise they have gone through the autoencoder.
    public var keepsUnmasked: Bool

    public init(mask: Mask?, margins: Margins = Margins(), feather: Int = 0, keepsUnmasked: Bool = true) {
        (self.mask, self.margins, self.feather, self.keepsUnmasked) = (mask, margins, feather, keepsUnmasked)
    }
}
