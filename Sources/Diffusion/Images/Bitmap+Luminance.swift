extension Bitmap {
    /// How bright each pixel is, row by row, to the last bit as Pillow's `convert("L")` computes it.
    ///
    /// Source: ITU-R BT.601; Pillow, `libImaging/Convert.c`, `rgb2l`.
    public var luminance: [UInt8] {
        stride(from: 0, to: pixels.count, by: 3).map { place in
            let (red, green, blue) = (Int(pixels[place]), Int(pixels[place + 1]), Int(pixels[place + 2]))
            let sum: Int = red * 19595 + green * 38470 + blue * 7471
            return UInt8((sum + 0x8000) >> 16)
        }
    }
}
