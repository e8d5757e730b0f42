/// Convolutions over pixels that lie channels last, as matrix products: by Winograd's algorithm where the plan says so, directly for 1 × 1 kernels,
/// otherwise with what every output position sees copied into a row.
///
/// Source: Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006), section 3.
struct Convolution: Sendable {
    let shape: ConvolutionShape
    let plan: ConvolutionPlan
    let level: InstructionLevel

    init(_ shape: ConvolutionShape, plan: ConvolutionPlan? = nil, level: InstructionLevel = .current) {
        self.shape = shape
        self.plan = plan ?? ConvolutionPlan(shape)
        self.level = level
    }

    private var isEmpty: Bool { shape.images * shape.positions * shape.outputs * shape.taps == 0 }

    /// - Parameters:
    ///   - bias: [outputs] or [images, outputs].
    ///   - addend: of the result's shape.
    func forward(_ input: Tensor, weight: Tensor, bias: Tensor?, plus addend: Tensor?) -> Tensor {
        guard !isEmpty else { return .zeros(shape.outputShape) }
        let (x, bias, addend) = (input.channelsLast(), bias?.packed(), addend?.channelsLast())
        let result = Tensor.uninitialized([shape.images, shape.outputHeight, shape.outputWidth, shape.outputs])
        withExtendedLifetime((bias, addend)) {
            let epilogue = ConvolutionEpilogue(
                row: bias?.base, imageStep: bias?.rank == 2 ? shape.outputs : 0, addend: addend?.base)
            withPointers(x, result) { x, y in
                switch plan {
                case .pointwise: pointwise(x, weight, epilogue, y)
                case .winograd4: winograd(WinogradF4.self, x, weight, epilogue, y)
                case .winograd2: winograd(WinogradF2.self, x, weight, epilogue, y)
                case .columns: columns(x, weight, epilogue, y)
                }
            }
        }
        return result.inOrder([0, 3, 1, 2])
    }

    private func winograd<T: WinogradTransform>(
        _: T.Type, _ x: Pointer, _ weight: Tensor, _ epilogue: ConvolutionEpilogue, _ y: Pointer
    ) {
        let weight = weight.packed()
        withPointers(weight) {
            let weights = WinogradWeights(base: $0, inputs: shape.channels, isTurned: false, level: level)
            WinogradConvolution<T>(shape, level: level).run(x, weights, epilogue, y)
        }
    }

    /// Runs of output positions that share one start of their sums.
    private func positions(_ epilogue: ConvolutionEpilogue, most: Int) -> [Range<Int>] {
        let span = epilogue.isSameForAllImages ? shape.images * shape.positions : shape.positions
        return stride(from: 0, to: shape.images * shape.positions, by: span).flatMap { first in
            stride(from: first, to: first + span, by: most).map { $0..<min(first + span, $0 + most) }
        }
    }

    private func pointwise(_ x: Pointer, _ weight: Tensor, _ epilogue: ConvolutionEpilogue, _ y: Pointer) {
        let weight = weight.packed()
        withPointers(weight) { w in
            for range in positions(epilogue, most: .max / 2) {
                let start = epilogue.start(position: range.lowerBound, image: range.lowerBound / shape.positions, outputs: shape.outputs)
                MatrixProduct(range.count, shape.outputs, shape.channels, level: level).run(
                    Matrix(x + range.lowerBound * shape.channels, rowStep: shape.channels),
                    Matrix(w, rowStep: shape.channels).transposed, Matrix(y + range.lowerBound * shape.outputs, rowStep: shape.outputs),
                    from: start, weight: weight.storage)
            }
        }
    }

    private func columns(_ x: Pointer, _ weight: Tensor, _ epilogue: ConvolutionEpilogue, _ y: Pointer) {
        let weight = weight.channelsLast()
        withPointers(weight) { w in
            for range in positions(epilogue, most: shape.groupSize) {
                let start = epilogue.start(position: range.lowerBound, image: range.lowerBound / shape.positions, outputs: shape.outputs)
                withColumns(range, x) { columns in
                    MatrixProduct(range.count, shape.outputs, shape.taps, level: level).run(
                        columns, Matrix(w, rowStep: shape.taps).transposed,
                        Matrix(y + range.lowerBound * shape.outputs, rowStep: shape.outputs), from: start)
                }
            }
        }
    }

    /// Lends what some output positions see, one row each: [positions, taps].
    func withColumns(_ range: Range<Int>, _ x: Pointer, _ body: (Matrix) -> Void) {
        guard !shape.isPointwise else { return body(Matrix(x + range.lowerBound * shape.channels, rowStep: shape.channels)) }
        let columns = Storage(count: range.count * shape.taps)
        withExtendedLifetime(columns) {
            shape.fillColumns(columns.base, range, from: x)
            body(Matrix(columns.base, rowStep: shape.taps))
        }
    }
}

extension Tensor {
    /// [n, channels, height, width] → [n, height, width, channels], dense: a view where pixels already lie so. Without a gradient.
    func channelsLast() -> Tensor { inOrder([0, 2, 3, 1]).packed() }
}
