package import Tensors

/// Where the noise of a run comes from.
package protocol NoiseSource {
    /// The next standard normal noise.
    ///
    /// Shapes: [batch, channels, height, width].
    mutating func draw(_ shape: [Int]) -> Tensor
}
