extension Convolution {
    /// The gradient of the input.
    func inputGradient(_ gradient: Tensor, weight: Tensor) -> Tensor {
        let count = shape.images * shape.height * shape.width * shape.channels
        guard count * shape.outputs * shape.positions > 0 else { return .zeros(shape.inputShape) }
        let g = gradient.channelsLast()
        let result = Tensor.uninitialized([shape.images, shape.height, shape.width, shape.channels])
        withPointers(g, result) { g, x in
            switch plan {
            case .pointwise: pointwiseGradient(g, weight, x)
            case .winograd4: winogradGradient(WinogradF4.self, g, weight, x)
            case .winograd2: winogradGradient(WinogradF2.self, g, weight, x)
            case .columns: columnsGradient(g, weight, x)
            }
        }
        return result.inOrder([0, 3, 1, 2])
    }

    private func pointwiseGradient(_ g: Pointer, _ weight: Tensor, _ x: Pointer) {
        let weight = weight.packed()
        withPointers(weight) { w in
            MatrixProduct(shape.images * shape.positions, shape.channels, shape.outputs, level: level).run(
                Matrix(g, rowStep: shape.outputs), Matrix(w, rowStep: shape.channels), Matrix(x, rowStep: shape.channels),
                weight: weight.storage)
        }
    }

    /// A convolution of the gradient with the kernels turned by 180 degrees.
    private func winogradGradient<T: WinogradTransform>(_: T.Type, _ g: Pointer, _ weight: Tensor, _ x: Pointer) {
        let weight = weight.packed()
        withPointers(weight) {
            let weights = WinogradWeights(base: $0, inputs: shape.channels, isTurned: true, level: level)
            WinogradConvolution<T>(shape, isTurned: true, level: level).run(g, weights, ConvolutionEpilogue(row: nil), x)
        }
    }

    /// Gradients of what every position saw, each added where it came from.
    private func columnsGradient(_ g: Pointer, _ weight: Tensor, _ x: Pointer) {
        let weight = weight.channelsLast()
        let columns = Storage(count: shape.positions * shape.taps)
        withExtendedLifetime(columns) {
            withPointers(weight) { w in
                for image in 0..<shape.images {
                    MatrixProduct(shape.positions, shape.taps, shape.outputs, level: level).run(
                        Matrix(g + image * shape.positions * shape.outputs, rowStep: shape.outputs), Matrix(w, rowStep: shape.taps),
                        Matrix(columns.base, rowStep: shape.taps))
                    shape.gatherColumns(columns.base, image: image, into: x)
                }
            }
        }
    }

    /// The gradient of the weight: what every position saw, times the gradient there, added up over positions.
    func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
        let weightShape = [shape.outputs, shape.channels, shape.kernelHeight, shape.kernelWidth]
        guard weightShape.reduce(shape.images * shape.positions, *) > 0 else { return .zeros(weightShape) }
        let (g, x) = (gradient.channelsLast(), input.channelsLast())
        switch plan {
        case .winograd4: if let result = winogradWeightGradient(WinogradF4.self, g, x) { return result }
        case .winograd2: if let result = winogradWeightGradient(WinogradF2.self, g, x) { return result }
        case .pointwise, .columns: break
        }
        let result = Tensor.uninitialized([shape.outputs, shape.kernelHeight, shape.kernelWidth, shape.channels])
        let total = shape.images * shape.positions
        withPointers(g, x, result) { g, x, w in
            let sums = Matrix(w, rowStep: shape.taps)
            for first in stride(from: 0, to: total, by: shape.isPointwise ? total : shape.groupSize) {
                let range = first..<min(total, first + (shape.isPointwise ? total : shape.groupSize))
                withColumns(range, x) { columns in
                    MatrixProduct(shape.outputs, shape.taps, range.count, level: level).run(
                        Matrix(g + range.lowerBound * shape.outputs, rowStep: shape.outputs).transposed, columns, sums,
                        from: first == 0 ? .zero : .matrix(sums))
                }
            }
        }
        return result.inOrder([0, 3, 1, 2])
    }

    /// By Winograd's algorithm, or nil where its sums would not stay in the cache.
    private func winogradWeightGradient<T: WinogradTransform>(_: T.Type, _ g: Tensor, _ x: Tensor) -> Tensor? {
        let gradient = WinogradWeightGradient<T>(shape, level: level)
        guard gradient.isSmall else { return nil }
        let result = Tensor.uninitialized([shape.outputs, shape.channels, 3, 3])
        withPointers(x, g, result) { gradient.run($0, $1, $2) }
        return result
    }

    /// The gradient of a bias, [outputs] or [images, outputs]: sums over all positions it was added to.
    func biasGradient(_ gradient: Tensor, of bias: [Int]) -> Tensor {
        let rows = gradient.channelsLast().reshaped([shape.images, shape.positions, shape.outputs])
        return rows.sum(axes: bias.count == 2 ? [1] : [0, 1])
    }
}
