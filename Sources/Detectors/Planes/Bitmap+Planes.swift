import Diffusion

extension Bitmap {
    /// Red, green and blue, 0…255.
    var channels: [Plane<Float>] {
        (0..<3).map { channel in Plane(width, height, stride(from: channel, to: pixels.count, by: 3).map { Float(pixels[$0]) }) }
    }

    /// How bright each pixel is, 0…255 in whole numbers.
    ///
    /// Source: OpenCV, `cvtColor` with `COLOR_RGB2GRAY`: BT.601 in 15-bit fixed point.
    var gray: Plane<Float> {
        let values = stride(from: 0, to: pixels.count, by: 3).map { place in
            let (red, green, blue) = (Int(pixels[place]), Int(pixels[place + 1]), Int(pixels[place + 2]))
            return Float((red * 9798 + green * 19235 + blue * 3735 + 1 << 14) >> 15)
        }
        return Plane(width, height, values)
    }
}

extension Plane<UInt8> {
    /// The plane as shades of grey.
    var bitmap: Bitmap {
        get throws {
            var pixels = [UInt8](repeating: 0, count: values.count * 3)
            for (place, value) in values.enumerated() {
                pixels[place * 3] = value
                pixels[place * 3 + 1] = value
                pixels[place * 3 + 2] = value
            }
            return try Bitmap(width: width, height: height, pixels: pixels)
        }
    }
}

extension Plane<Float> {
    /// The numbers as bytes: cut to 0…255, and to the whole number below.
    ///
    /// Source: NumPy, `clip(0, 255).astype(uint8)`.
    var truncated: Plane<UInt8> { map { UInt8(max(0, min(255, $0))) } }
}
