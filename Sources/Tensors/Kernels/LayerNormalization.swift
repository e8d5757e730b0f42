struct LayerNormalization {
    let width: Int
    let epsilon: Float
    let weight: Tensor?
    let bias: Tensor?

    /// The result, and of every row the mean and the reciprocal of the standard deviation: [rows, 2].
    func forward(_ input: Tensor) -> (result: Tensor, statistics: Tensor) {
        let result = Tensor.uninitialized(input.shape)
        let statistics = Tensor.uninitialized([input.count / max(1, width), 2])
        let (scales, shifts) = (weight ?? .ones([width]), bias ?? .zeros([width]))
        withExtendedLifetime((scales, shifts)) {
            withPointers(input, result, statistics) { x, y, statistics in
                input.forEachRow { row in
                    let (x, y) = (x + row * width, y + row * width)
                    let (mean, factor) = moments(x, width, epsilon)
                    (statistics[2 * row], statistics[2 * row + 1]) = (mean, factor)
                    normalizeRow(x, y, width, mean, factor, scales.base, shifts.base)
                }
            }
        }
        return (result, statistics)
    }

    /// The gradients of input, weight and bias.
    func gradients(_ gradient: Tensor, _ input: Tensor, _ statistics: Tensor, _ needed: [Bool]) -> [Tensor?] {
        [
            needed[0] ? inputGradient(gradient, input, statistics) : nil,
            needed[1] ? (gradient * normalized(input, statistics)).reshaped([-1, width]).sum(axes: [0]) : nil,
            needed[2] ? gradient.reshaped([-1, width]).sum(axes: [0]) : nil,
        ]
    }

    private func normalized(_ input: Tensor, _ statistics: Tensor) -> Tensor {
        let result = Tensor.uninitialized(input.shape)
        withPointers(input, result, statistics) { x, y, statistics in
            input.forEachRow { row in
                let normalize = Normalize(mean: statistics[2 * row], factor: statistics[2 * row + 1], shift: 0)
                mapRow(x + row * width, y + row * width, width, normalize)
            }
        }
        return result
    }

    private func inputGradient(_ gradient: Tensor, _ input: Tensor, _ statistics: Tensor) -> Tensor {
        let scaled = weight.map { gradient * $0 } ?? gradient
        let result = Tensor.uninitialized(input.shape)
        withPointers(scaled, input, result, statistics) { g, x, y, statistics in
            input.forEachRow { row in
                let place = row * width
                let (mean, factor) = (statistics[2 * row], statistics[2 * row + 1])
                let (sum, product) = gradientSums(g + place, x + place, width, mean)
                let slope = NormalizationGradient(
                    mean: mean, factor: factor, scale: 1, total: Float(sum / Double(width)),
                    projection: Float(product * Double(factor) / Double(width)))
                zipRow(g + place, 1, x + place, 1, y + place, width, slope)
            }
        }
        return result
    }
}
