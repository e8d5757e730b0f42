extension Tensor {
    /// The last two axes, at a place in the storage.
    func matrix(at base: Pointer) -> Matrix {
        Matrix(base, rowStep: strides[rank - 2], columnStep: shape[rank - 1] == 1 ? 1 : strides[rank - 1])
    }

    /// The matrix product over the last two axes, all others broadcast, without a gradient.
    ///
    /// - Parameter isWeight: whether the other operand may be met again in the next step.
    package func matrixProduct(_ other: Tensor, isWeight: Bool = false, level: InstructionLevel = .current) -> Tensor {
        let (m, k, n) = (shape[rank - 2], shape[rank - 1], other.shape[other.rank - 1])
        guard let batch = Layout.broadcast(Array(shape.dropLast(2)), Array(other.shape.dropLast(2))) else {
            preconditionFailure("the leading axes of shapes \(shape) and \(other.shape) do not broadcast")
        }
        let span = OperationProfile.begin(.product("matrix product", m, n, k, batch: Layout.count(batch)))
        defer { span?.end() }
        let result = Tensor.uninitialized(batch + [m, n])
        guard result.count > 0 else { return result }
        guard k > 0 else { return .zeros(result.shape) }
        let (leftStarts, rightStarts) = (starts(ofMatricesIn: batch), other.starts(ofMatricesIn: batch))
        withPointers(self, other, result) { a, b, c in
            let product = MatrixProduct(m, n, k, level: level)
            if leftStarts.count == 1 {
                return product.run(matrix(at: a), other.matrix(at: b), Matrix(c, rowStep: n), weight: isWeight ? other.storage : nil)
            }
            product.runBatch(leftStarts.count) { index in
                (matrix(at: a + leftStarts[index]), other.matrix(at: b + rightStarts[index]), Matrix(c + index * m * n, rowStep: n))
            }
        }
        return result
    }

    /// Where the matrices of a broadcast batch begin, counted from the first.
    private func starts(ofMatricesIn batch: [Int]) -> [Int] {
        let lead = Array(shape.dropLast(2))
        guard let steps = Layout.broadcastStrides(shape: lead, strides: Array(strides.dropLast(2)), to: batch) else { return [] }
        var starts = [0]
        for (extent, step) in zip(batch, steps) {
            starts = starts.flatMap { start in (0..<extent).map { start + $0 * step } }
        }
        return starts
    }

    /// Rows times the transpose of a weight, plus a bias and a tensor of the result's shape: [m, in] → [m, out], without a gradient.
    package func linearProduct(weight: Tensor, bias: Tensor?, plus addend: Tensor? = nil, level: InstructionLevel = .current) -> Tensor {
        let (m, k, n) = (shape[0], shape[1], weight.shape[0])
        let span = OperationProfile.begin(.product("linear", m, n, k))
        defer { span?.end() }
        let (bias, addend) = (bias?.packed(), addend?.packed())
        let result = Tensor.uninitialized([m, n])
        guard result.count > 0 else { return result }
        let starts = [bias.map { Matrix($0.base, rowStep: 0) }, addend.map { Matrix($0.base, rowStep: n) }].compactMap { $0 }
        let start = MatrixProduct.Start(first: starts.first, second: starts.count > 1 ? starts[1] : nil)
        withExtendedLifetime((bias, addend)) {
            withPointers(self, weight, result) { a, b, c in
                MatrixProduct(m, n, k, level: level).run(
                    matrix(at: a), weight.matrix(at: b).transposed, Matrix(c, rowStep: n), from: start, weight: weight.storage)
            }
        }
        return result
    }

    /// Rows times the transpose of a weight whose first half of outputs is gated by the second: [m, in] → [m, out], without a gradient.
    func gatedProduct(weight: Tensor, bias: Tensor?) -> Tensor {
        let (m, k, n) = (shape[0], shape[1], weight.shape[0] / 2)
        let span = OperationProfile.begin(.product("linear and GEGLU", m, 2 * n, k))
        defer { span?.end() }
        let bias = bias?.packed()
        let result = Tensor.uninitialized([m, n])
        guard result.count > 0 else { return result }
        withExtendedLifetime(bias) {
            withPointers(self, weight, result) { a, b, c in
                GatedProduct(m, n, k).run(matrix(at: a), weight.matrix(at: b).transposed, bias: bias?.base, Matrix(c, rowStep: n))
            }
        }
        return result
    }
}
