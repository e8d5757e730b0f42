/// A 3 × 3 convolution with stride 1 and a border of one zero, by Winograd's minimal filtering: tiles of the input are transformed, multiplied by the
/// transformed weights (one matrix product for each point of a tile) and transformed back.
///
/// Everything lies channels last, so eight channels go side by side through the transforms. Channels and outputs are multiples of 8.
///
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), algorithm 1.
struct WinogradConvolution<T: WinogradTransform> {
    let images: Int
    let height: Int
    let width: Int
    let channels: Int
    let outputs: Int
    let level: InstructionLevel

    private var tileRows: Int { (height + T.outputs - 1) / T.outputs }
    private var tileColumns: Int { (width + T.outputs - 1) / T.outputs }
    var points: Int { T.points * T.points }
    var tiles: Int { images * tileRows * tileColumns }

    /// - Parameter isTurned: for the gradient of the input: channels and outputs change places.
    init(_ shape: ConvolutionShape, isTurned: Bool = false, level: InstructionLevel) {
        (images, height, width) = (shape.images, shape.height, shape.width)
        (channels, outputs) = isTurned ? (shape.outputs, shape.channels) : (shape.channels, shape.outputs)
        self.level = level
    }

    /// Tiles whose transformed inputs are held at a time: few enough for the last cache, enough to make the transforms of the weights cheap.
    private var groupSize: Int { max(128, (3 << 20) / (points * channels)) }
    /// Tiles and outputs that one thread multiplies at a time.
    private static var blockTiles: Int { 128 }
    private static var blockOutputs: Int { 64 }
    /// Channels that are multiplied in one go: the longer, the fewer times sums are stored and loaded.
    private static var mostDepth: Int { 512 }

    /// Shapes: input [images, height, width, channels], output [images, height, width, outputs], both dense.
    func run(_ input: Pointer, _ weights: WinogradWeights, _ epilogue: ConvolutionEpilogue, _ output: Pointer) {
        guard !isSmall else { return runByPoints(input, weights, epilogue, output) }
        let groups = (tiles + groupSize - 1) / groupSize
        for group in 0..<groups {
            let range = tiles * group / groups..<tiles * (group + 1) / groups
            // Matrices a power of two apart would share few cache lines' places.
            let step = range.count * channels + 16
            let transformed = Storage(count: points * step)
            withExtendedLifetime(transformed) {
                transformInput(input, range, transformed.base, step)
                multiply(transformed.base, step, range, weights, epilogue, output)
            }
        }
    }

    private func multiply(
        _ transformed: Pointer, _ step: Int, _ range: Range<Int>, _ weights: WinogradWeights, _ epilogue: ConvolutionEpilogue,
        _ output: Pointer
    ) {
        let down = (range.count + Self.blockTiles - 1) / Self.blockTiles
        let across = (outputs + Self.blockOutputs - 1) / Self.blockOutputs
        Parallelism.tiles(down * across) { block in
            let (column, row) = block.quotientAndRemainder(dividingBy: down)
            let part = range.count * row / down..<range.count * (row + 1) / down
            let columns = column * Self.blockOutputs..<min(outputs, (column + 1) * Self.blockOutputs)
            multiply(transformed, step, part, columns, weights) { products, productStep in
                let first = range.lowerBound + part.lowerBound
                transformOutput(products, productStep, first..<first + part.count, columns, epilogue, output)
            }
        }
    }

    /// The products of some tiles and some outputs, for every point: [points, tiles, outputs].
    private func multiply(
        _ transformed: Pointer, _ step: Int, _ tiles: Range<Int>, _ columns: Range<Int>, _ weights: WinogradWeights,
        _ body: (Pointer, Int) -> Void
    ) {
        let parts = (channels + Self.mostDepth - 1) / Self.mostDepth
        let depth = (channels + parts - 1) / parts
        let panelStep = PanelPacking.count(depth: depth, columns: columns.count, level) + 16
        let productStep = tiles.count * columns.count + 16
        let panels = Storage(count: points * panelStep)
        let scratch = Storage(count: depth * 9 * level.panelColumns)
        let products = Storage(count: points * productStep)
        withExtendedLifetime((panels, scratch, products)) {
            for first in stride(from: 0, to: channels, by: depth) {
                let part = first..<min(channels, first + depth)
                weights.transform(T.self, channels: part, outputs: columns, into: panels.base, step: panelStep, scratch: scratch.base)
                for point in 0..<points {
                    let result = Matrix(products.base + point * productStep, rowStep: columns.count)
                    VectorKernel(level).multiply(
                        Matrix(transformed + point * step + tiles.lowerBound * channels + first, rowStep: channels),
                        panels: panels.base + point * panelStep, panelStep: level.panelColumns * part.count, result,
                        (tiles.count, columns.count, part.count), from: first == 0 ? .zero : .matrix(result))
                }
            }
            body(products.base, productStep)
        }
    }

    /// Where a tile begins: image, row and column of its first output.
    private func place(_ tile: Int) -> (image: Int, row: Int, column: Int) {
        let (image, rest) = tile.quotientAndRemainder(dividingBy: tileRows * tileColumns)
        return (image, rest / tileColumns * T.outputs, rest % tileColumns * T.outputs)
    }

    /// The pixels that a tile makes, zeros outside of the picture.
    func locateOutputs(_ tile: Int, _ output: Pointer, _ zeros: Pointer, _ pixels: UnsafeMutablePointer<Pointer>) {
        let (image, row, column) = place(tile)
        for index in 0..<T.outputs * T.outputs {
            let (y, x) = (row + index / T.outputs, column + index % T.outputs)
            pixels[index] = y < height && x < width ? output + ((image * height + y) * width + x) * outputs : zeros
        }
    }

    /// Bᵀ · d · B of some tiles: [points, tiles, channels].
    func transformInput(_ input: Pointer, _ tiles: Range<Int>, _ target: Pointer, _ step: Int) {
        let zeros = Tensor.zeros([channels])
        let grain = max(1, Parallelism.grain / (points * channels))
        withExtendedLifetime(zeros) {
            Parallelism.ranges(tiles.count, grain: grain) { range in
                withUnsafeTemporaryAllocation(of: Vector.self, capacity: points) { half in
                    withUnsafeTemporaryAllocation(of: Pointer.self, capacity: points) { pixels in
                        guard let half = half.baseAddress, let pixels = pixels.baseAddress else { return }
                        for tile in range {
                            locate(tiles.lowerBound + tile, input, zeros.base, pixels)
                            transformInput(pixels, half, target + tile * channels, step)
                        }
                    }
                }
            }
        }
    }

    /// The pixels that a tile sees, zeros outside of the picture.
    private func locate(_ tile: Int, _ input: Pointer, _ zeros: Pointer, _ pixels: UnsafeMutablePointer<Pointer>) {
        let (image, row, column) = place(tile)
        for index in 0..<points {
            let (y, x) = (row + index / T.points - 1, column + index % T.points - 1)
            let isInside = y >= 0 && y < height && x >= 0 && x < width
            pixels[index] = isInside ? input + ((image * height + y) * width + x) * channels : zeros
        }
    }

    private func transformInput(
        _ pixels: UnsafeMutablePointer<Pointer>, _ half: UnsafeMutablePointer<Vector>, _ target: Pointer, _ step: Int
    ) {
        var channel = 0
        while channel < channels {
            for row in 0..<T.points {
                T.input({ pixels[row &* T.points &+ $0].vector(channel) }, { half[row &* T.points &+ $0] = $1 })
            }
            for column in 0..<T.points {
                T.input(
                    { half[$0 &* T.points &+ column] },
                    { target.store($1, ($0 &* T.points &+ column) &* step &+ channel) })
            }
            channel &+= 8
        }
    }

    /// Aᵀ · m · A of some tiles and outputs, with what is added to them.
    func transformOutput(
        _ products: Pointer, _ step: Int, _ tiles: Range<Int>, _ columns: Range<Int>, _ epilogue: ConvolutionEpilogue, _ output: Pointer
    ) {
        withUnsafeTemporaryAllocation(of: Vector.self, capacity: T.points * T.outputs) { half in
            guard let half = half.baseAddress else { return }
            for (index, tile) in tiles.enumerated() {
                let (image, row, column) = place(tile)
                let size = (min(T.outputs, height - row), min(T.outputs, width - column))
                let pixel = ((image * height + row) * width + column) * outputs + columns.lowerBound
                for first in stride(from: 0, to: columns.count, by: 8) {
                    let bias = epilogue.bias(image, columns.lowerBound + first)
                    let source = products + index * columns.count + first
                    transformOutput(source, step, half, bias, epilogue.addend.map { $0 + pixel + first }, output + pixel + first, size)
                }
            }
        }
    }

    @inline(__always)
    private func transformOutput(
        _ source: Pointer, _ step: Int, _ half: UnsafeMutablePointer<Vector>, _ bias: Vector, _ addend: Pointer?, _ target: Pointer,
        _ size: (rows: Int, columns: Int)
    ) {
        for row in 0..<T.points {
            T.output({ source.vector((row &* T.points &+ $0) &* step) }, { half[row &* T.outputs &+ $0] = $1 })
        }
        for column in 0..<size.columns {
            T.output({ half[$0 &* T.outputs &+ column] }) { row, value in
                guard row < size.rows else { return }
                let place = (row &* width &+ column) &* outputs
                let sum = value + bias
                target.store(addend.map { sum + $0.vector(place) } ?? sum, place)
            }
        }
    }
}
