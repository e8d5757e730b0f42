import Glibc
import Tensors

/// One step of UniPC, of the order of how many outputs it is given: a prediction, or with the output at the end of the step a correction.
///
/// Source: Zhao et al., "UniPC" (2023), equations 3, 8 and 9.
struct UniPCStep {
    private let predictsSample: Bool
    /// The level after the step, then those of the outputs, the newest first.
    private let levels: [NoiseLevel]
    /// How much the half log signal-to-noise ratio grows in the step; negative for predictions of the clean latent.
    private let h: Float
    /// `B(h)`: h, or exp(h) - 1.
    private let scale: Float
    /// Where the older outputs lie, in widths of the step, the newest first.
    private let ratios: [Float]

    init(levels: [NoiseLevel], predictsSample: Bool, isLinear: Bool) {
        self.levels = levels
        self.predictsSample = predictsSample
        let width = levels[0].halfLogSNR - levels[1].halfLogSNR
        ratios = levels.dropFirst(2).map { ($0.halfLogSNR - levels[1].halfLogSNR) / width }
        h = predictsSample ? -width : width
        scale = isLinear ? h : expm1f(h)
    }

    /// `outputs` are those of earlier evaluations, the newest first; `corrector` that at the end of the step.
    func callAsFunction(_ latents: Tensor, outputs: [Tensor], corrector: Tensor? = nil) -> Tensor {
        // A last step may end on the level that it starts from.
        guard h != 0 else { return latents }
        let (ratio, factor) =
            predictsSample ? (levels[0].sigma / levels[1].sigma, levels[0].alpha) : (levels[0].alpha / levels[1].alpha, levels[0].sigma)
        let start = latents * ratio - outputs[0] * (factor * expm1f(h))
        var differences = zip(outputs.dropFirst(), ratios).map { ($0 - outputs[0]) * (1 / $1) }
        if let corrector { differences.append(corrector - outputs[0]) }
        let weights = weights(nodes: corrector == nil ? ratios : ratios + [1])
        return zip(differences, weights).reduce(start) { $0 - $1.0 * (factor * scale * $1.1) }
    }

    /// The weights of the differences, such that as many terms of the exact expansion as there are nodes are met.
    private func weights(nodes: [Float]) -> [Float] {
        // For one node, any bounded weight keeps the order; the paper and diffusers take one half.
        guard nodes.count > 1 else { return [0.5] }
        var rest = Double(expm1f(h)) / Double(h) - 1
        var factorial = 1.0
        var rows: [[Double]] = []
        for power in nodes.indices {
            rows.append(nodes.map { pow(Double($0), Double(power)) } + [rest * factorial / Double(scale)])
            factorial *= Double(power + 2)
            rest = rest / Double(h) - 1 / factorial
        }
        return Self.solved(rows).map(Float.init)
    }

    /// The solution of linear equations, whose right sides are the last column, by elimination with pivots.
    private static func solved(_ equations: [[Double]]) -> [Double] {
        var rows = equations
        for column in rows.indices {
            let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in rows[row].indices { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
    }
}
