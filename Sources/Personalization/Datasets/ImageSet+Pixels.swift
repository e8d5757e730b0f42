import Diffusion
import Tensors

extension ImageSet.Element {
    /// One use of a picture.
    struct Cut {
        let bitmap: Bitmap
        /// The same part of its control.
        let control: Bitmap?
        let isMirrored: Bool
    }

    /// The picture as the model sees it, with the random choices that its cutting asks for.
    ///
    /// - Parameter modelSize: the side of the square where the set gives none.
    func cut(modelSize: Int, generator: inout TorchGenerator) throws -> Cut {
        let region = region(generator: &generator)
        let side = size ?? modelSize
        let isMirrored = flip && generator.rand(1)[0] < 0.5
        func piece(_ bitmap: Bitmap) throws -> Bitmap {
            let square = try bitmap.cropped(x: region.x, y: region.y, width: region.width, height: region.height)
            let resized = try square.resized(width: side, height: side, filter: .bicubic)
            return isMirrored ? resized.flippedHorizontally() : resized
        }
        return Cut(bitmap: try piece(image.bitmap), control: try image.control.map(piece), isMirrored: isMirrored)
    }

    /// Whether two uses of the picture may differ in more than being mirrored.
    var isCutAtRandom: Bool { crop.isRandom }

    private typealias Region = (x: Int, y: Int, width: Int, height: Int)

    private func region(generator: inout TorchGenerator) -> Region {
        let bitmap = image.bitmap
        let shorter = min(bitmap.width, bitmap.height)
        switch crop {
        case .none: return (0, 0, bitmap.width, bitmap.height)
        case .center: return ((bitmap.width - shorter) / 2, (bitmap.height - shorter) / 2, shorter, shorter)
        case .random(let area):
            let draws = generator.rand(3).map(Double.init)
            let share = area.lowerBound + (area.upperBound - area.lowerBound) * draws[0]
            let side = max(1, Int((Double(shorter) * share.squareRoot()).rounded()))
            let x = Int(draws[1] * Double(bitmap.width - side + 1))
            let y = Int(draws[2] * Double(bitmap.height - side + 1))
            return (min(x, bitmap.width - side), min(y, bitmap.height - side), side, side)
        }
    }
}
