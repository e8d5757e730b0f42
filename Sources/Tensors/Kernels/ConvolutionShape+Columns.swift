extension ConvolutionShape {
    /// The groups of positions that are one image each.
    var wholeImages: [Range<Int>] { (0..<images).map { $0 * positions..<($0 + 1) * positions } }

    /// Where an output position, counted through all images, lies in the first output channel of its image.
    func outputPlace(_ position: Int) -> Int {
        position / positions * outputs * positions + position % positions
    }

    /// Writes what the positions of a group see: [channels · kernel height · kernel width, group].
    func fillColumns(_ columns: Pointer, _ group: Range<Int>, from input: Pointer) {
        forEachTap(group) { channel, row, column, tap in
            let target = columns + tap * group.count
            forEachRun(group, channel, row, column) { index, count, line, first in
                guard line >= 0 else { return (target + index).update(repeating: 0, count: count) }
                let (start, end) = visible(first, count)
                for place in 0..<start { target[index + place] = 0 }
                copyRun(input + line + first, target + index, start, end)
                for place in end..<count { target[index + place] = 0 }
            }
        }
    }

    /// Adds gradients of columns to the input positions that the columns were filled from.
    func addColumns(_ columns: Pointer, _ group: Range<Int>, to input: Pointer) {
        forEachTap(group) { channel, row, column, tap in
            let source = columns + tap * group.count
            forEachRun(group, channel, row, column) { index, count, line, first in
                guard line >= 0 else { return }
                let (start, end) = visible(first, count)
                addRun(source + index, input + line + first, start, end)
            }
        }
    }

    /// Calls `body` for every weight of an output channel, split over threads by input channels.
    @inline(__always)
    private func forEachTap(_ group: Range<Int>, _ body: (_ channel: Int, _ row: Int, _ column: Int, _ tap: Int) -> Void) {
        let kernel = kernelHeight * kernelWidth
        Parallelism.ranges(channels, grain: max(1, Parallelism.grain / (kernel * group.count))) { range in
            for channel in range {
                for tap in 0..<kernel { body(channel, tap / kernelWidth, tap % kernelWidth, channel * kernel + tap) }
            }
        }
    }

    /// Calls `body` for every run of positions in one output line: where it begins in the group, how long it is, where the input line
    /// begins that it sees (-1 where that is padding) and the first position in that line (which may lie outside).
    @inline(__always)
    private func forEachRun(
        _ group: Range<Int>, _ channel: Int, _ row: Int, _ column: Int,
        _ body: (_ index: Int, _ count: Int, _ line: Int, _ first: Int) -> Void
    ) {
        var (image, place) = group.lowerBound.quotientAndRemainder(dividingBy: positions)
        var (y, x) = place.quotientAndRemainder(dividingBy: outputWidth)
        place = 0
        while place < group.count {
            let count = min(outputWidth - x, group.count - place)
            let inputY = y * stride + row - padding.top
            let line = inputY >= 0 && inputY < height ? ((image * channels + channel) * height + inputY) * width : -1
            body(place, count, line, x * stride + column - padding.left)
            place += count
            (x, y) = (0, y + 1)
            if y == outputHeight { (y, image) = (0, image + 1) }
        }
    }

    /// Which of `count` positions see inside the line, when the first of them sees `first`.
    @inline(__always)
    private func visible(_ first: Int, _ count: Int) -> (start: Int, end: Int) {
        let start = first >= 0 ? 0 : min(count, (stride - 1 - first) / stride)
        let end = first >= width ? start : min(count, (width - first + stride - 1) / stride)
        return (start, max(start, end))
    }

    @inline(__always)
    private func copyRun(_ source: Pointer, _ target: Pointer, _ start: Int, _ end: Int) {
        var place = start
        if stride == 1 {
            while place &+ 8 <= end {
                target.store(source.vector(place), place)
                place &+= 8
            }
        }
        while place < end {
            target[place] = source[place &* stride]
            place &+= 1
        }
    }

    @inline(__always)
    private func addRun(_ source: Pointer, _ target: Pointer, _ start: Int, _ end: Int) {
        var place = start
        if stride == 1 {
            while place &+ 8 <= end {
                target.store(target.vector(place) + source.vector(place), place)
                place &+= 8
            }
        }
        while place < end {
            target[place &* stride] += source[place]
            place &+= 1
        }
    }

    /// Copies between rows of a group ([outputs, group], of several images) and the output, one way or the other.
    func exchangeRows(_ rows: Pointer, _ group: Range<Int>, with output: Pointer, gathering: Bool) {
        let first = group.lowerBound / positions
        let count = group.count / positions
        Parallelism.ranges(outputs * count, grain: max(1, Parallelism.grain / positions)) { range in
            for index in range {
                let (channel, image) = index.quotientAndRemainder(dividingBy: count)
                let row = rows + channel * group.count + image * positions
                let plane = output + ((first + image) * outputs + channel) * positions
                if gathering { row.update(from: plane, count: positions) } else { plane.update(from: row, count: positions) }
            }
        }
    }
}
