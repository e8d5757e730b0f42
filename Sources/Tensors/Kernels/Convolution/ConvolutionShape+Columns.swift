import Glibc

extension ConvolutionShape {
    /// Positions whose rows are copied at a time: few enough for the cache.
    var groupSize: Int { max(128, (2 << 20) / max(1, taps)) }

    /// Where the input line and column lie that a position sees through the first weight of a kernel; may be outside of the picture.
    private func corner(_ position: Int) -> (image: Int, row: Int, column: Int) {
        let (image, rest) = position.quotientAndRemainder(dividingBy: positions)
        return (image, rest / outputWidth * stride - padding.top, rest % outputWidth * stride - padding.left)
    }

    /// Writes what some output positions see, counted through all images: [positions, kernel height, kernel width, channels].
    ///
    /// Shapes: input [images, height, width, channels].
    func fillColumns(_ columns: Pointer, _ range: Range<Int>, from input: Pointer) {
        Parallelism.ranges(range.count, grain: max(1, Parallelism.grain / taps)) { part in
            for index in part {
                let (image, row, column) = corner(range.lowerBound + index)
                for y in 0..<kernelHeight {
                    let line = columns + index * taps + y * kernelWidth * channels
                    fillLine(line, row + y, column, from: input + image * height * width * channels)
                }
            }
        }
    }

    /// The pixels under one line of the kernel, which lie side by side.
    private func fillLine(_ target: Pointer, _ row: Int, _ column: Int, from image: Pointer) {
        let count = kernelWidth * channels
        guard row >= 0, row < height else { return target.update(repeating: 0, count: count) }
        let (first, last) = (max(0, -column), max(max(0, -column), min(kernelWidth, width - column)))
        (target).update(repeating: 0, count: min(first, kernelWidth) * channels)
        if last > first, first < kernelWidth {
            let source = image + (row * width + column + first) * channels
            memcpy(target + first * channels, source, (last - first) * channels * MemoryLayout<Float>.stride)
        }
        if last < kernelWidth { (target + last * channels).update(repeating: 0, count: (kernelWidth - last) * channels) }
    }

    /// The gradient of one image's pixels: the sum of what all positions that saw a pixel send back to it.
    ///
    /// Shapes: columns [positions, kernel height, kernel width, channels].
    func gatherColumns(_ columns: Pointer, image: Int, into input: Pointer) {
        Parallelism.ranges(height, grain: max(1, Parallelism.grain / (width * channels * kernelHeight))) { rows in
            for row in rows {
                for column in 0..<width {
                    let pixel = input + ((image * height + row) * width + column) * channels
                    pixel.update(repeating: 0, count: channels)
                    forEachTap(row, column) { accumulate(columns + $0 * channels, pixel, channels) }
                }
            }
        }
    }

    /// Every place (position times kernel) at which a pixel was seen.
    @inline(__always)
    private func forEachTap(_ row: Int, _ column: Int, _ body: (Int) -> Void) {
        for y in 0..<kernelHeight {
            let (line, lineRest) = (row + padding.top - y).quotientAndRemainder(dividingBy: stride)
            guard row + padding.top >= y, lineRest == 0, line < outputHeight else { continue }
            for x in 0..<kernelWidth {
                let (place, rest) = (column + padding.left - x).quotientAndRemainder(dividingBy: stride)
                guard column + padding.left >= x, rest == 0, place < outputWidth else { continue }
                body(((line * outputWidth + place) * kernelHeight + y) * kernelWidth + x)
            }
        }
    }
}
