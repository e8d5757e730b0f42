public import Diffusion
import Tensors

extension ImageSet.Element {
    /// The size that the picture is cut to.
    ///
    /// - Parameters:
    ///   - modelSize: the side of the model's square, for a set that gives none.
    ///   - step: of the widths and heights that are no square's.
    public func size(modelSize: Int, step: Int) -> PictureSize {
        let side = size ?? modelSize
        return crop == .buckets ? AspectBuckets(side: side, step: step).size(for: image.bitmap) : PictureSize(side: side)
    }

    /// One use of a picture.
    struct Cut {
        let bitmap: Bitmap
        /// The same part of its control.
        let control: Bitmap?
        let isMirrored: Bool
    }

    /// The picture as the model sees it, with the random choices that its cutting asks for.
    func cut(to size: PictureSize, generator: inout TorchGenerator) throws -> Cut {
        let region = region(shapedAs: size, generator: &generator)
        let isMirrored = flip && generator.rand(1)[0] < 0.5
        func piece(_ bitmap: Bitmap) throws -> Bitmap {
            let part = try bitmap.cropped(x: region.x, y: region.y, width: region.width, height: region.height)
            let resized = try part.resized(width: size.width, height: size.height, filter: .bicubic)
            return isMirrored ? resized.flippedHorizontally() : resized
        }
        return Cut(bitmap: try piece(image.bitmap), control: try image.control.map(piece), isMirrored: isMirrored)
    }

    /// The largest square from the middle, with the same part of its control: as it is shown, whatever is cut for learning.
    package func middle(side: Int) throws -> PromptedImage {
        func piece(_ bitmap: Bitmap) throws -> Bitmap {
            try (crop == .none ? bitmap : bitmap.squareCropped()).resized(width: side, height: side, filter: .bicubic)
        }
        return PromptedImage(
            bitmap: try piece(image.bitmap), source: image.source, prompts: image.prompts, control: try image.control.map(piece))
    }

    /// Whether two uses of the picture may differ in more than being mirrored.
    var isCutAtRandom: Bool { crop.isRandom }

    private typealias Region = (x: Int, y: Int, width: Int, height: Int)

    private func region(shapedAs size: PictureSize, generator: inout TorchGenerator) -> Region {
        let bitmap = image.bitmap
        let largest = bitmap.largestPart(shapedAs: size)
        switch crop {
        case .none: return (0, 0, bitmap.width, bitmap.height)
        case .center, .buckets: return ((bitmap.width - largest.width) / 2, (bitmap.height - largest.height) / 2, largest.width, largest.height)
        case .random(let area):
            let draws = generator.rand(3).map(Double.init)
            let share = (area.lowerBound + (area.upperBound - area.lowerBound) * draws[0]).squareRoot()
            let width = max(1, Int((Double(largest.width) * share).rounded()))
            let height = max(1, Int((Double(largest.height) * share).rounded()))
            let x = Int(draws[1] * Double(bitmap.width - width + 1))
            let y = Int(draws[2] * Double(bitmap.height - height + 1))
            return (min(x, bitmap.width - width), min(y, bitmap.height - height), width, height)
        }
    }
}

extension Bitmap {
    /// The largest rectangle of a shape that the picture has room for.
    func largestPart(shapedAs size: PictureSize) -> PictureSize {
        func scaled(_ extent: Int, by factor: Int, over divisor: Int) -> Int { max(1, (extent * factor + divisor / 2) / divisor) }
        return width * size.height >= height * size.width
            ? PictureSize(width: scaled(height, by: size.width, over: size.height), height: height)
            : PictureSize(width: width, height: scaled(width, by: size.height, over: size.width))
    }

    /// The largest rectangle of a shape in the middle; an odd pixel is left out at the right or bottom.
    public func middle(shapedAs size: PictureSize) throws -> Bitmap {
        let part = largestPart(shapedAs: size)
        return try cropped(x: (width - part.width) / 2, y: (height - part.height) / 2, width: part.width, height: part.height)
    }
}
