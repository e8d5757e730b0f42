extension Tensor {
    /// The inverses of the matrices of the last two axes, each of which must have a positive definite symmetric part: no rows are exchanged.
    ///
    /// Shapes: this and the result [..., n, n].
    public func inverted() -> Tensor {
        precondition(rank >= 2 && shape[rank - 1] == shape[rank - 2], "a matrix of shape \(shape) has no inverse")
        let inverse = detached().matrixInverse()
        let transposed = inverse.transposed(-1, -2)
        return inverse.recording(self) { gradient in (transposed.matrixProduct(gradient)).matrixProduct(transposed) * -1 }
    }
}
