import Glibc
public import Tensors

/// Sines and cosines of a timestep at geometrically falling frequencies.
///
/// Source: Vaswani et al. 2017, section 3.5, in the order and with the shift of diffusers' `get_timestep_embedding`.
public struct TimestepEmbedding: Sendable {
    public var width: Int
    public var flipsSineToCosine: Bool
    public var frequencyShift: Float

    /// Shapes: timesteps [batch], whole or fractional; result [batch, width].
    public func callAsFunction(_ timesteps: [Float]) -> Tensor {
        let half = width / 2
        let frequencies = (0..<half).map { exp(-Float(log(10000.0)) * Float($0) / (Float(half) - frequencyShift)) }
        let rows = timesteps.flatMap { timestep -> [Float] in
            let angles = frequencies.map { timestep * $0 }
            let (sines, cosines) = (angles.map { sin($0) }, angles.map { cos($0) })
            return flipsSineToCosine ? cosines + sines : sines + cosines
        }
        return Tensor(rows, shape: [timesteps.count, half * 2])
    }
}
