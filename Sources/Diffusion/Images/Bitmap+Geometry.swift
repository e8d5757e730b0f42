extension Bitmap {
    /// The mirror image: left and right change places.
    public func flippedHorizontally() -> Bitmap { oriented(.mirrored) }

    /// The stored pixels turned so that they are seen upright.
    ///
    /// Source: EXIF 2.32, tag 0x0112; the result is that of Pillow's `ImageOps.exif_transpose`.
    public func oriented(_ orientation: ImageOrientation) -> Bitmap {
        let (right, bottom) = (width - 1, height - 1)
        switch orientation {
        case .upright: return self
        case .mirrored: return rearranged(width, height) { (right - $0, $1) }
        case .rotated180: return rearranged(width, height) { (right - $0, bottom - $1) }
        case .flipped: return rearranged(width, height) { ($0, bottom - $1) }
        case .transposed: return rearranged(height, width) { ($1, $0) }
        case .rotatedClockwise: return rearranged(height, width) { ($1, bottom - $0) }
        case .transversed: return rearranged(height, width) { (right - $1, bottom - $0) }
        case .rotatedCounterclockwise: return rearranged(height, width) { (right - $1, $0) }
        }
    }

    /// The rectangle of `width × height` pixels whose top left corner is (`x`, `y`).
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)`` when it is empty or leaves the picture.
    public func cropped(x: Int, y: Int, width: Int, height: Int) throws -> Bitmap {
        guard width > 0, height > 0, x >= 0, y >= 0, x <= self.width, y <= self.height,
            width <= self.width - x, height <= self.height - y
        else {
            throw ImageError.invalidSize(
                width: width, height: height, reason: "the rectangle at (\(x), \(y)) leaves the picture of \(self.width)×\(self.height)")
        }
        return rearranged(width, height) { (x + $0, y + $1) }
    }

    /// The middle rectangle of `width × height`; where the picture is smaller, it is surrounded with black.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)``.
    ///
    /// Source: torchvision `CenterCrop`, whose half-pixel offsets are rounded to even.
    public func centerCropped(width: Int, height: Int) throws -> Bitmap {
        try Self.validate(width: width, height: height)
        let canvas = (width: max(width, self.width), height: max(height, self.height))
        try Self.validate(width: canvas.width, height: canvas.height)
        var padded = self
        if canvas.width > self.width || canvas.height > self.height {
            padded = try Bitmap(width: canvas.width, height: canvas.height)
            padded.paste(self, x: (canvas.width - self.width) / 2, y: (canvas.height - self.height) / 2)
        }
        let x = Int((Double(canvas.width - width) / 2).rounded(.toNearestOrEven))
        let y = Int((Double(canvas.height - height) / 2).rounded(.toNearestOrEven))
        return try padded.cropped(x: x, y: y, width: width, height: height)
    }

    /// The largest square in the middle; an odd pixel is left out at the right or bottom.
    ///
    /// Source: diffusers, `examples/textual_inversion/textual_inversion.py`, `center_crop`.
    public func squareCropped() -> Bitmap {
        let side = min(width, height)
        let (x, y) = ((width - side) / 2, (height - side) / 2)
        return rearranged(side, side) { (x + $0, y + $1) }
    }

    /// The picture enlarged by a whole number, each pixel becoming a square.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)``.
    public func enlarged(by factor: Int) throws -> Bitmap {
        let (wide, high) = (width.multipliedReportingOverflow(by: factor), height.multipliedReportingOverflow(by: factor))
        guard !wide.overflow, !high.overflow else {
            throw ImageError.invalidSize(width: width, height: height, reason: "\(factor)-fold enlargement is too much")
        }
        try Self.validate(width: wide.partialValue, height: high.partialValue)
        return factor == 1 ? self : rearranged(wide.partialValue, high.partialValue) { ($0 / factor, $1 / factor) }
    }

    /// A picture of the given size whose pixel (x, y) is this one's at `source(x, y)`, which must lie inside.
    func rearranged(_ width: Int, _ height: Int, source: (Int, Int) -> (Int, Int)) -> Bitmap {
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            self.pixels.withUnsafeBufferPointer { stored in
                for y in 0..<height {
                    for x in 0..<width {
                        let (column, row) = source(x, y)
                        let from = (row * self.width + column) * 3
                        for channel in 0..<3 { buffer[count + channel] = stored[from + channel] }
                        count += 3
                    }
                }
            }
        }
        return Bitmap(trusted: width, height, pixels)
    }
}
