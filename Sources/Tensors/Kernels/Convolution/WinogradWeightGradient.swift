/// The gradient of the weights of a 3 × 3 convolution by Winograd's algorithm: every step of the forward pass, transposed.
///
/// With Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)] A for every tile, the gradient of g is Gᵀ[Σ (A y Aᵀ) ⊙ (Bᵀ d B)] G, where y is the gradient of Y. The sum over
/// tiles is a matrix product for each point of the transformed domain.
struct WinogradWeightGradient<T: WinogradTransform> {
    private let convolution: WinogradConvolution<T>

    init(_ shape: ConvolutionShape, level: InstructionLevel) {
        convolution = WinogradConvolution(shape, level: level)
    }

    /// Whether all sums find room in the cache.
    var isSmall: Bool { convolution.isSmall }

    private var channels: Int { convolution.channels }
    private var outputs: Int { convolution.outputs }
    private var points: Int { convolution.points }

    /// Shapes: input [images, height, width, channels], gradient [images, height, width, outputs], result [outputs, channels, 3, 3], all dense.
    func run(_ input: Pointer, _ gradient: Pointer, _ result: Pointer) {
        let groups = convolution.groups
        let (inputStep, gradientStep) = (groups.most * channels + 16, groups.most * outputs + 16)
        let sumStep = outputs * channels + 16
        let storages = [points * inputStep, points * gradientStep, points * sumStep].map { Storage(count: $0) }
        withExtendedLifetime(storages) {
            let (inputs, gradients, sums) = (storages[0].base, storages[1].base, storages[2].base)
            for (index, range) in groups.ranges.enumerated() {
                convolution.transformInput(input, range, inputs, inputStep)
                transformGradient(gradient, range, gradients, gradientStep)
                Parallelism.tiles(points) { point in
                    add(
                        Matrix(gradients + point * gradientStep, rowStep: outputs), Matrix(inputs + point * inputStep, rowStep: channels),
                        tiles: range.count, to: Matrix(sums + point * sumStep, rowStep: channels), isFirst: index == 0)
                }
            }
            transformSums(sums, sumStep, result)
        }
    }

    /// Adds gradientsᵀ · inputs of some tiles to the sums of a point, [outputs, channels].
    private func add(_ gradients: Matrix, _ inputs: Matrix, tiles: Int, to sums: Matrix, isFirst: Bool) {
        let level = convolution.level
        let panels = Storage(count: PanelPacking.count(depth: tiles, columns: channels, level))
        withExtendedLifetime(panels) {
            PanelPacking.pack(inputs, depth: tiles, columns: channels, into: panels.base, level)
            VectorKernel(level).multiply(
                gradients.transposed, panels: panels.base, panelStep: level.panelColumns * tiles, sums, (outputs, channels, tiles),
                from: isFirst ? .zero : .matrix(sums))
        }
    }

    /// A · y · Aᵀ of some tiles: [points, tiles, outputs].
    private func transformGradient(_ gradient: Pointer, _ tiles: Range<Int>, _ target: Pointer, _ step: Int) {
        let zeros = Tensor.zeros([outputs])
        withExtendedLifetime(zeros) {
            Parallelism.ranges(tiles.count, grain: max(1, Parallelism.grain / (points * outputs))) { range in
                withUnsafeTemporaryAllocation(of: Vector.self, capacity: points) { half in
                    withUnsafeTemporaryAllocation(of: Pointer.self, capacity: T.outputs * T.outputs) { pixels in
                        guard let half = half.baseAddress, let pixels = pixels.baseAddress else { return }
                        for tile in range {
                            convolution.locateOutputs(tiles.lowerBound + tile, gradient, zeros.base, pixels)
                            transformGradient(pixels, half, target + tile * outputs, step)
                        }
                    }
                }
            }
        }
    }

    private func transformGradient(
        _ pixels: UnsafeMutablePointer<Pointer>, _ half: UnsafeMutablePointer<Vector>, _ target: Pointer, _ step: Int
    ) {
        for output in stride(from: 0, to: outputs, by: 8) {
            for row in 0..<T.outputs {
                T.outputGradient({ pixels[row &* T.outputs &+ $0].vector(output) }, { half[row &* T.points &+ $0] = $1 })
            }
            for column in 0..<T.points {
                T.outputGradient(
                    { half[$0 &* T.points &+ column] }, { target.store($1, ($0 &* T.points &+ column) &* step &+ output) })
            }
        }
    }

    /// Gᵀ · sums · G, from [points, outputs, channels] to [outputs, channels, 3, 3].
    private func transformSums(_ sums: Pointer, _ step: Int, _ result: Pointer) {
        Parallelism.ranges(outputs, grain: max(1, Parallelism.grain / (points * channels))) { range in
            let taps = Storage(count: 9 * channels)
            withExtendedLifetime(taps) {
                withUnsafeTemporaryAllocation(of: Vector.self, capacity: 3 * T.points) { half in
                    guard let half = half.baseAddress else { return }
                    for output in range {
                        for channel in stride(from: 0, to: channels, by: 8) {
                            transformSums(sums + output * channels + channel, step, half, taps.base + channel)
                        }
                        VectorKernel(convolution.level).transpose(
                            Matrix(taps.base, rowStep: channels), rows: 9, columns: channels,
                            into: Matrix(result + output * channels * 9, rowStep: 9))
                    }
                }
            }
        }
    }

    /// The nine taps of eight channels, each in a row of its own.
    @inline(__always)
    private func transformSums(_ source: Pointer, _ step: Int, _ half: UnsafeMutablePointer<Vector>, _ taps: Pointer) {
        for column in 0..<T.points {
            T.weightGradient({ source.vector(($0 &* T.points &+ column) &* step) }, { half[$0 &* T.points &+ column] = $1 })
        }
        for row in 0..<3 {
            T.weightGradient({ half[row &* T.points &+ $0] }, { taps.store($1, (row &* 3 &+ $0) &* channels) })
        }
    }
}
