package import Tensors

/// The picture that a drawing begins from, at the drawing's size, and what of it is painted anew.
package struct SourceCanvas: Equatable {
    package let picture: Bitmap
    /// nil where all of it is.
    package let mask: Mask?
    private let repainting: Repainting?

    /// Sources and masks are scaled as diffusers scales them, by Lanczos' filter.
    ///
    /// - Parameter width: of the drawing, margins included.
    package init(_ source: Bitmap, repainting: Repainting?, width: Int, height: Int) throws {
        self.repainting = repainting
        guard let repainting else {
            (picture, mask) = (try source.resized(width: width, height: height, filter: .lanczos), nil)
            return
        }
        let margins = repainting.margins
        let (innerWidth, innerHeight) = (width - margins.left - margins.right, height - margins.top - margins.bottom)
        picture = try source.resized(width: innerWidth, height: innerHeight, filter: .lanczos).extended(by: margins)
        let inner = try repainting.mask?.resized(width: innerWidth, height: innerHeight) ?? Mask(width: innerWidth, height: innerHeight) { _, _ in false }
        mask = inner.extended(by: margins)
    }

    /// 1 where latents are painted, 0 where they are kept: what the mask says at the top left pixel of each, as in diffusers.
    ///
    /// Shapes: result [1, height / scale, width / scale].
    package func latentMask(scale: Int) -> Tensor? {
        guard let mask else { return nil }
        let (width, height) = (mask.width / scale, mask.height / scale)
        let values = (0..<(width * height)).map { Float(mask.isMasked($0 % width * scale, $0 / width * scale) ? 1 : 0) }
        return Tensor(values, shape: [1, height, width])
    }

    /// The picture without what is painted, which is gray.
    ///
    /// Shapes: result [3, height, width], values in −1…1.
    package var surroundings: Tensor? {
        guard let mask else { return nil }
        let kept = (0..<(mask.width * mask.height)).map { Float(mask.isMasked($0 % mask.width, $0 / mask.width) ? 0 : 1) }
        return picture.tensor * Tensor(kept, shape: [1, mask.height, mask.width])
    }

    /// A finished drawing with the picture's own pixels wherever the feathered mask is black.
    func keepingUnmasked(in drawing: Bitmap) -> Bitmap {
        guard let mask, let repainting, repainting.keepsUnmasked else { return drawing }
        return drawing.placed(over: picture, through: mask.feathered(by: repainting.feather))
    }
}
