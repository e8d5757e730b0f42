import NeuralNetworks
public import Tensors

/// How evenly the rows of a weight are spread over directions: the sum of the inverse distances between all pairs of unit rows.
///
/// Source: Qiu et al. 2023, section 3, after Liu et al. 2018, "Learning towards Minimum Hyperspherical Energy".
public enum HypersphericalEnergy {
    /// Shapes: weight [rows, …]; all but the first axis are one row's.
    public static func of(_ weight: Tensor) -> Double {
        let rows = weight.detached().reshaped([weight.shape[0], -1])
        let count = rows.shape[0]
        let norms = rows.square().sum(axes: [1], keepDims: true).sqrt()
        let unit = rows / (norms + 1e-12)
        let cosines = unit.matmul(unit.transposed(0, 1)).scalars
        var sum = 0.0
        for row in 0..<count {
            for other in 0..<row {
                sum += 2 / max(2 - 2 * Double(cosines[row * count + other]), 1e-12).squareRoot()
            }
        }
        return sum
    }
}

extension Adapter {
    /// The hyperspherical energy of its layers' weights together, as they are and with the adapter.
    public func hypersphericalEnergies() -> (before: Double, after: Double) {
        [AdapterUse(self)].during {
            targets.reduce(into: (before: 0.0, after: 0.0)) { sum, layer in
                sum.before += HypersphericalEnergy.of(layer.weight.value)
                sum.after += HypersphericalEnergy.of(layer.weight.adaptations.merged(into: layer.weight.value))
            }
        }
    }
}
