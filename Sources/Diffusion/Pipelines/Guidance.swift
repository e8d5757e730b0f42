package import Tensors

/// Classifier-free guidance: away from the negative prompt's prediction, to the prompt's and beyond it.
///
/// Source: Ho and Salimans, "Classifier-Free Diffusion Guidance" (2022), equation 6; Lin et al., "Common Diffusion Noise Schedules and Sample
/// Steps are Flawed" (2023), section 3.4, for the rescaling.
package struct Guidance {
    private let scale: Float
    private let rescale: Float

    /// - Parameter rescale: how much of the deviation that guidance adds is taken back, 0 to 1.
    package init(scale: Float, rescale: Float = 0) {
        self.scale = scale
        self.rescale = rescale
    }

    /// The guided prediction.
    ///
    /// Shapes: all [batch, channels, height, width].
    package func callAsFunction(negative: Tensor, positive: Tensor) -> Tensor {
        let guided = negative + (positive - negative) * scale
        guard rescale != 0 else { return guided }
        let factors = (0..<guided.shape[0]).map { picture -> Float in
            let deviation = Self.deviation(guided, picture)
            return deviation > 0 ? rescale * Float(Self.deviation(positive, picture) / deviation) + (1 - rescale) : 1
        }
        return guided * Tensor(factors, shape: [factors.count, 1, 1, 1])
    }

    private static func deviation(_ batch: Tensor, _ picture: Int) -> Double {
        let values = batch.sliced(axis: 0, picture..<(picture + 1)).scalars
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        return (values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(max(values.count - 1, 1))).squareRoot()
    }
}
