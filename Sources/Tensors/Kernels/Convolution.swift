/// Convolutions as matrix products: the weight times columns, each of which holds what one output position sees.
///
/// Source: Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006), section 3.
struct Convolution: Sendable {
    let shape: ConvolutionShape

    init(_ shape: ConvolutionShape) { self.shape = shape }

    private var isEmpty: Bool { shape.images * shape.positions * shape.outputs * shape.taps == 0 }

    func forward(_ input: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
        guard !isEmpty else { return .zeros(shape.outputShape) }
        let (input, weight, bias) = (input.packed(), weight.packed(), bias?.packed())
        let result = Tensor.uninitialized(shape.outputShape)
        withPointers(input, weight, result, bias ?? input) { x, w, y, b in
            let start: MatrixProduct.Start = bias == nil ? .zero : .columns(of: b)
            let matrix = BLAS.Matrix(base: w, step: shape.taps, isTransposed: false)
            if shape.isPointwise {
                let (input, output) = (shape.channels * shape.positions, shape.outputs * shape.positions)
                MatrixProduct(shape.outputs, shape.positions, shape.channels).runBatch(
                    shape.images, cStep: shape.positions, from: start
                ) { (matrix, .init(base: x + $0 * input, step: shape.positions, isTransposed: false), y + $0 * output) }
            } else {
                forward(x, matrix, start, y)
            }
        }
        return result
    }

    private func forward(_ x: Pointer, _ weight: BLAS.Matrix, _ start: MatrixProduct.Start, _ y: Pointer) {
        for group in shape.groups {
            let columns = Storage(count: shape.taps * group.count)
            withExtendedLifetime(columns) {
                shape.fillColumns(columns.base, group, from: x)
                let product = MatrixProduct(shape.outputs, group.count, shape.taps)
                let matrix = BLAS.Matrix(base: columns.base, step: group.count, isTransposed: false)
                if group.count <= shape.positions {
                    let place = shape.outputPlace(group.lowerBound)
                    product.run(weight, matrix, y + place, shape.positions, from: start)
                } else {
                    let rows = Storage(count: shape.outputs * group.count)
                    withExtendedLifetime(rows) {
                        product.run(weight, matrix, rows.base, group.count, from: start)
                        shape.exchangeRows(rows.base, group, with: y, gathering: false)
                    }
                }
            }
        }
    }

    /// The gradient of the input: gradients of columns, each added where it came from.
    func inputGradient(_ gradient: Tensor, weight: Tensor) -> Tensor {
        guard !isEmpty else { return .zeros(shape.inputShape) }
        let (gradient, weight) = (gradient.packed(), weight.packed())
        let result = shape.isPointwise ? Tensor.uninitialized(shape.inputShape) : Tensor.zeros(shape.inputShape)
        withPointers(gradient, weight, result) { g, w, x in
            let matrix = BLAS.Matrix(base: w, step: shape.taps, isTransposed: true)
            if shape.isPointwise {
                let (input, output) = (shape.channels * shape.positions, shape.outputs * shape.positions)
                MatrixProduct(shape.channels, shape.positions, shape.outputs).runBatch(shape.images, cStep: shape.positions) {
                    (matrix, .init(base: g + $0 * output, step: shape.positions, isTransposed: false), x + $0 * input)
                }
                return
            }
            for group in shape.groups {
                let columns = Storage(count: shape.taps * group.count)
                withOutputRows(group, of: g) { rows in
                    MatrixProduct(shape.taps, group.count, shape.outputs).run(matrix, rows, columns.base, group.count)
                }
                withExtendedLifetime(columns) { shape.addColumns(columns.base, group, to: x) }
            }
        }
        return result
    }

    /// The gradient of the weight: gradients of the output times the columns.
    func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
        let weightShape = [shape.outputs, shape.channels, shape.kernelHeight, shape.kernelWidth]
        guard !isEmpty else { return .zeros(weightShape) }
        let (gradient, input) = (gradient.packed(), input.packed())
        let result = Tensor.uninitialized(weightShape)
        withPointers(gradient, input, result) { g, x, w in
            for group in shape.isPointwise ? shape.wholeImages : shape.groups {
                let start: MatrixProduct.Start = group.lowerBound == 0 ? .zero : .result
                let product = MatrixProduct(shape.outputs, shape.taps, group.count)
                withOutputRows(group, of: g) { rows in
                    if shape.isPointwise {
                        let place = x + group.lowerBound * shape.channels
                        product.run(rows, .init(base: place, step: group.count, isTransposed: true), w, shape.taps, from: start)
                    } else {
                        let columns = Storage(count: shape.taps * group.count)
                        shape.fillColumns(columns.base, group, from: x)
                        withExtendedLifetime(columns) {
                            product.run(
                                rows, .init(base: columns.base, step: group.count, isTransposed: true), w, shape.taps, from: start)
                        }
                    }
                }
            }
        }
        return result
    }

    /// Lends what the output [outputs, positions] holds for a group of positions, as one matrix.
    private func withOutputRows(_ group: Range<Int>, of output: Pointer, _ body: (BLAS.Matrix) -> Void) {
        if group.count <= shape.positions {
            body(.init(base: output + shape.outputPlace(group.lowerBound), step: shape.positions, isTransposed: false))
        } else {
            let rows = Storage(count: shape.outputs * group.count)
            withExtendedLifetime(rows) {
                shape.exchangeRows(rows.base, group, with: output, gathering: true)
                body(.init(base: rows.base, step: group.count, isTransposed: false))
            }
        }
    }
}
