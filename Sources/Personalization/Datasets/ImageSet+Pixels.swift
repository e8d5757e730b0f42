import Diffusion
import Tensors

extension ImageSet.Element {
    /// The picture as the model sees it, with the random choices that its cutting asks for.
    ///
    /// - Parameter modelSize: the side of the square where the set gives none.
    func cut(modelSize: Int, generator: inout TorchGenerator) throws -> (bitmap: Bitmap, isMirrored: Bool) {
        let side = size ?? modelSize
        let bitmap = try square(generator: &generator).resized(width: side, height: side, filter: .bicubic)
        let isMirrored = flip && generator.rand(1)[0] < 0.5
        return (isMirrored ? bitmap.flippedHorizontally() : bitmap, isMirrored)
    }

    /// Whether two uses of the picture may differ in more than being mirrored.
    var isCutAtRandom: Bool { crop.isRandom }

    private func square(generator: inout TorchGenerator) throws -> Bitmap {
        let bitmap = image.bitmap
        switch crop {
        case .none: return bitmap
        case .center: return bitmap.squareCropped()
        case .random(let area):
            let draws = generator.rand(3).map(Double.init)
            let share = area.lowerBound + (area.upperBound - area.lowerBound) * draws[0]
            let side = max(1, Int((Double(min(bitmap.width, bitmap.height)) * share.squareRoot()).rounded()))
            let x = Int(draws[1] * Double(bitmap.width - side + 1))
            let y = Int(draws[2] * Double(bitmap.height - side + 1))
            return try bitmap.cropped(x: min(x, bitmap.width - side), y: min(y, bitmap.height - side), width: side, height: side)
        }
    }
}
