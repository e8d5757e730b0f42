public import Tensors

/// Skew-symmetric matrices as what decides them: their entries above the diagonal, row by row.
public enum SkewSymmetric {
    /// Entries above the diagonal of a matrix.
    public static func count(_ size: Int) -> Int { size * (size - 1) / 2 }

    /// Shapes: upper [blocks, size · (size - 1) / 2], result [blocks, size, size].
    public static func matrices(_ upper: Tensor, size: Int) -> Tensor {
        let (blocks, count) = (upper.shape[0], count(size))
        guard count > 0 else { return Tensor.zeros([blocks, size, size]) }
        // A table of the entries, their negatives and a zero, from which every place of the matrix takes its own.
        let entries = upper.transposed(0, 1)
        let table = Tensor.concatenated([entries, entries * -1, Tensor.zeros([1, blocks])], axis: 0)
        return table.gathered(rows: places(size)).transposed(0, 1).reshaped([blocks, size, size])
    }

    /// For each place of the matrix, the table's row.
    private static func places(_ size: Int) -> [Int] {
        let count = count(size)
        return (0..<size * size).map { place in
            let (row, column) = (place / size, place % size)
            guard row != column else { return 2 * count }
            let (first, second) = (min(row, column), max(row, column))
            let entry = first * (2 * size - first - 1) / 2 + second - first - 1
            return row < column ? entry : count + entry
        }
    }

    /// The entries with each block's Euclidean norm at most `limit`, as a constraint of OFT asks for.
    ///
    /// Shapes: upper and result [blocks, size · (size - 1) / 2].
    /// - Parameter limit: of the whole matrix, which holds every entry twice.
    public static func limited(_ upper: Tensor, to limit: Float) -> Tensor {
        let norms = (upper.detached().square().sum(axes: [1], keepDims: true) * 2).sqrt().scalars
        let factors = norms.map { $0 <= limit ? 1 : limit / $0 }
        guard factors.contains(where: { $0 != 1 }) else { return upper }
        return upper.detached() * Tensor(factors, shape: [norms.count, 1])
    }
}
