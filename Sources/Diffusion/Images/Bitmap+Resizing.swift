extension Bitmap {
    /// The picture at another size, to the last bit as Pillow's `Image.resize` computes it: one axis after the other, in 22-bit fixed point.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)``.
    ///
    /// Source: Pillow, `libImaging/Resample.c` and, for `nearest`, `libImaging/Geometry.c`.
    public func resized(width: Int, height: Int, filter: ResamplingFilter = .bicubic) throws -> Bitmap {
        try Self.validate(width: width, height: height)
        guard filter != .nearest else { return resizedToNearest(width, height) }
        if isResizedRowsFirst(toHeight: height) {
            return try resizedVertically(to: height, filter).resizedHorizontally(to: width, filter)
        }
        return try resizedHorizontally(to: width, filter).resizedVertically(to: height, filter)
    }

    /// The picture scaled so that its shorter side has `size` pixels.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)``.
    ///
    /// Source: torchvision `Resize` with one number; the longer side is cut to a whole number.
    public func resized(shorterSide size: Int, filter: ResamplingFilter = .bilinear) throws -> Bitmap {
        try Self.validate(width: size, height: size)
        let longer = Int(Double(size) * Double(max(width, height)) / Double(min(width, height)))
        return width <= height
            ? try resized(width: size, height: longer, filter: filter) : try resized(width: longer, height: size, filter: filter)
    }

    /// Since version 13 Pillow begins with the rows where a tall picture loses height: then there is less left for the columns. The recorded
    /// pictures place the bound between 1.3 and 2.9 times as high as wide.
    private func isResizedRowsFirst(toHeight height: Int) -> Bool { height < self.height && self.height > 2 * width }

    private func resizedHorizontally(to width: Int, _ filter: ResamplingFilter) throws -> Bitmap {
        try Self.validate(width: width, height: height)
        return width == self.width ? self : convolvedRows(ResamplingTable(from: self.width, to: width, filter: filter), width)
    }

    private func resizedVertically(to height: Int, _ filter: ResamplingFilter) throws -> Bitmap {
        try Self.validate(width: width, height: height)
        return height == self.height ? self : convolvedColumns(ResamplingTable(from: self.height, to: height, filter: filter), height)
    }

    private func resizedToNearest(_ width: Int, _ height: Int) -> Bitmap {
        if width == self.width, height == self.height { return self }
        let columns = Self.nearestPlaces(from: self.width, to: width)
        let rows = Self.nearestPlaces(from: self.height, to: height)
        return rearranged(width, height) { (columns[$0], rows[$1]) }
    }

    /// Adds up the step as Pillow does, for the same rounding.
    private static func nearestPlaces(from source: Int, to result: Int) -> [Int] {
        let step = Double(source) / Double(result)
        var place = step * 0.5
        return (0..<result).map { _ in
            defer { place += step }
            return min(Int(place), source - 1)
        }
    }

    private func convolvedRows(_ table: ResamplingTable, _ width: Int) -> Bitmap {
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            self.pixels.withUnsafeBufferPointer { stored in
                for y in 0..<height {
                    let row = y * self.width * 3
                    for x in 0..<width {
                        let from = row + table.starts[x] * 3
                        for channel in 0..<3 {
                            buffer[count + channel] = Self.weighted(stored, from: from + channel, step: 3, table, x)
                        }
                        count += 3
                    }
                }
            }
        }
        return Bitmap(trusted: width, height, pixels)
    }

    private func convolvedColumns(_ table: ResamplingTable, _ height: Int) -> Bitmap {
        let rowSize = width * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: rowSize * height) { buffer, count in
            self.pixels.withUnsafeBufferPointer { stored in
                for y in 0..<height {
                    let from = table.starts[y] * rowSize
                    for i in 0..<rowSize { buffer[count + i] = Self.weighted(stored, from: from + i, step: rowSize, table, y) }
                    count += rowSize
                }
            }
        }
        return Bitmap(trusted: width, height, pixels)
    }

    @inline(__always)
    private static func weighted(
        _ pixels: UnsafeBufferPointer<UInt8>, from: Int, step: Int, _ table: ResamplingTable, _ index: Int
    ) -> UInt8 {
        let weights = index * table.stride
        // Enough for any weights whose sum is one; wrapping keeps the loop free of traps.
        var sum = Int32(1) << (ResamplingTable.precision - 1)
        for k in 0..<table.counts[index] { sum &+= Int32(pixels[from + k * step]) &* table.weights[weights + k] }
        return UInt8(clamping: sum >> ResamplingTable.precision)
    }
}
