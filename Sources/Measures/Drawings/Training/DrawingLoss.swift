import Tensors

/// What an encoder of drawings is trained by.
enum DrawingLoss {
    /// The cross entropy of an attribute over the drawings in which it can be seen.
    ///
    /// Shapes: scores [drawings, values].
    static func attribute(_ scores: Tensor, _ labels: [Int?]) -> Tensor {
        let (rows, width) = (scores.shape[0], scores.shape[1])
        let seen = max(1, labels.count { $0 != nil })
        var wanted = [Float](repeating: 0, count: rows * width)
        for (row, label) in labels.enumerated() {
            if let label { wanted[row * width + label] = 1 / Float(seen) }
        }
        return -(logSoftmax(scores) * Tensor(wanted, shape: scores.shape)).sum()
    }

    /// Pulls the drawings of one subject together and pushes the others away.
    ///
    /// Shapes: embedding [drawings, width].
    ///
    /// - Parameter subjects: nil for a drawing that shows too little of its subject, which is only pushed.
    ///
    /// Source: Khosla et al. 2020, "Supervised Contrastive Learning", equation 2.
    static func contrastive(_ embedding: Tensor, _ subjects: [Int?], temperature: Float = 0.1) -> Tensor {
        let count = subjects.count
        let length = (embedding.square().sum(axes: [1], keepDims: true) + 1e-8).sqrt()
        let unit = embedding / length
        // A drawing is no neighbour of itself.
        let itself = Tensor((0..<(count * count)).map { $0 / count == $0 % count ? -1e4 : 0 }, shape: [count, count])
        let similarity = unit.matmul(unit.transposed(0, 1)) * (1 / temperature) + itself
        var wanted = [Float](repeating: 0, count: count * count)
        let rows = subjects.indices.filter { row in
            let friends = subjects.indices.filter { $0 != row && subjects[$0] != nil && subjects[$0] == subjects[row] }
            for friend in friends { wanted[row * count + friend] = 1 / Float(friends.count) }
            return !friends.isEmpty
        }
        return -(logSoftmax(similarity) * Tensor(wanted, shape: [count, count])).sum() * (1 / Float(max(rows.count, 1)))
    }

    private static func logSoftmax(_ scores: Tensor) -> Tensor { scores.softmax().clamped(min: 1e-12).log() }
}
