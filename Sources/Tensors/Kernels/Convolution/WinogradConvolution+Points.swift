/// Small convolutions, a point of the transformed domain at a time.
///
/// Cut into blocks of outputs, a convolution with a hundred channels has too few blocks for several threads, or transforms its weights once for each.
/// Here all weights are transformed first, then every point is a product of its own.
extension WinogradConvolution {
    /// Elements of transformed weights that stay in the last cache together with what they are multiplied with.
    private static var mostWeights: Int { 1 << 20 }
    /// Elements of a group's transformed inputs and products.
    private static var mostValues: Int { 1 << 20 }

    var isSmall: Bool { points * channels * outputs <= Self.mostWeights }

    /// Runs of tiles whose transformed inputs and outputs are held at a time, and the length of the longest.
    var groups: (ranges: [Range<Int>], most: Int) {
        let count = (tiles * points * (channels + outputs) + Self.mostValues - 1) / Self.mostValues
        return ((0..<count).map { tiles * $0 / count..<tiles * ($0 + 1) / count }, (tiles + count - 1) / count)
    }

    /// Shapes: input [images, height, width, channels], output [images, height, width, outputs], both dense.
    func runByPoints(_ input: Pointer, _ weights: WinogradWeights, _ epilogue: ConvolutionEpilogue, _ output: Pointer) {
        let panelStep = PanelPacking.count(depth: channels, columns: outputs, level) + 16
        let panels = Storage(count: points * panelStep)
        transform(weights, into: panels.base, step: panelStep)
        let groups = groups
        // Matrices a power of two apart would share few cache lines' places.
        let (inputStep, productStep) = (groups.most * channels + 16, groups.most * outputs + 16)
        let (transformed, products) = (Storage(count: points * inputStep), Storage(count: points * productStep))
        withExtendedLifetime((panels, transformed, products)) {
            for range in groups.ranges {
                transformInput(input, range, transformed.base, inputStep)
                Parallelism.tiles(points) { point in
                    VectorKernel(level).multiply(
                        Matrix(transformed.base + point * inputStep, rowStep: channels), panels: panels.base + point * panelStep,
                        panelStep: level.panelColumns * channels, Matrix(products.base + point * productStep, rowStep: outputs),
                        (range.count, outputs, channels))
                }
                transformOutput(products.base, productStep, range, epilogue, output)
            }
        }
    }

    /// All weights, in panels for each point.
    private func transform(_ weights: WinogradWeights, into panels: Pointer, step: Int) {
        let (width, depth) = (level.panelColumns, 16)
        let down = (channels + depth - 1) / depth
        Parallelism.tiles(down * ((outputs + width - 1) / width)) { part in
            let (panel, row) = part.quotientAndRemainder(dividingBy: down)
            let some = row * depth..<min(channels, (row + 1) * depth)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: depth * 9 * width) { scratch in
                guard let scratch = scratch.baseAddress else { return }
                weights.transform(
                    T.self, channels: some, outputs: panel * width..<min(outputs, (panel + 1) * width),
                    into: panels + panel * width * channels + some.lowerBound * width, step: step, scratch: scratch)
            }
        }
    }

    private func transformOutput(
        _ products: Pointer, _ step: Int, _ range: Range<Int>, _ epilogue: ConvolutionEpilogue, _ output: Pointer
    ) {
        Parallelism.ranges(range.count, grain: max(1, Parallelism.grain / (points * outputs))) { part in
            let some = range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
            transformOutput(products + part.lowerBound * outputs, step, some, 0..<outputs, epilogue, output)
        }
    }
}
