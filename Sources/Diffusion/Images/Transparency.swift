/// Pixels that say how much of them is seen: red, green, blue, coverage.
enum Transparency {
    /// The colours alone.
    static func colours(of pixels: [UInt8]) -> [UInt8] {
        stride(from: 0, to: pixels.count, by: 4).flatMap { pixels[$0..<($0 + 3)] }
    }

    /// The coverage alone; nil where all pixels are seen whole.
    static func coverage(of pixels: [UInt8]) -> [UInt8]? {
        let coverage = stride(from: 3, to: pixels.count, by: 4).map { pixels[$0] }
        return coverage.allSatisfy { $0 == 255 } ? nil : coverage
    }

    /// A picture in front of a colour.
    ///
    /// Source: Porter and Duff 1984, "Compositing Digital Images", `over`, rounded to the nearest byte.
    static func composed(_ bitmap: Bitmap, coverage: [UInt8], over background: RGB) -> Bitmap {
        let behind = [background.red, background.green, background.blue].map(Int.init)
        let pixels = bitmap.pixels.indices.map { place -> UInt8 in
            let seen = Int(coverage[place / 3])
            return UInt8((Int(bitmap.pixels[place]) * seen + behind[place % 3] * (255 - seen) + 127) / 255)
        }
        return Bitmap(trusted: bitmap.width, bitmap.height, pixels)
    }
}
