/// A matrix of low rank, added to a weight without ever existing: `up · down`.
public struct LowRankFactors: Sendable {
    /// Shapes: [rank, inputs].
    public let down: Tensor
    /// What scales the product is part of it.
    ///
    /// Shapes: [outputs, rank].
    public let up: Tensor

    public init(down: Tensor, up: Tensor) {
        precondition(down.rank == 2 && up.rank == 2 && down.shape[0] == up.shape[1], "factors of shapes \(down.shape) and \(up.shape)")
        (self.down, self.up) = (down, up)
    }
}
