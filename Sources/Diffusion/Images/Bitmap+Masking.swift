extension Bitmap {
    /// This picture where the mask is white, the other one where it is black, byte for byte; between them where it is gray.
    ///
    /// All three have one size.
    package func placed(over other: Bitmap, through mask: Mask) -> Bitmap {
        var blended = other.pixels
        for (place, value) in mask.values.enumerated() where value > 0 {
            for index in (place * 3)..<(place * 3 + 3) {
                let sum = Int(pixels[index]) * Int(value) + Int(other.pixels[index]) * (255 - Int(value))
                blended[index] = UInt8((sum + 127) / 255)
            }
        }
        return Bitmap(trusted: width, height, blended)
    }

    /// A larger canvas with the picture in it; around it, the pixels of its rim go on.
    func extended(by margins: Margins) -> Bitmap {
        let size = margins.size(around: width, height)
        return rearranged(size.width, size.height) {
            (min(max($0 - margins.left, 0), width - 1), min(max($1 - margins.top, 0), height - 1))
        }
    }
}
