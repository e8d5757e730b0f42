public import Tensors

/// A diagonal normal distribution of latents.
///
/// Source: Kingma and Welling 2014, section 3; the logarithm of the variance is kept within −30…20 as diffusers does.
public struct LatentDistribution: Sendable {
    /// Shapes: [batch, latentChannels, height, width], both.
    public let mean: Tensor
    public let logVariance: Tensor

    /// - Parameter moments: means, then logarithms of variances, along the channels.
    init(moments: Tensor) {
        let parts = moments.split(axis: 1, parts: 2)
        mean = parts[0]
        logVariance = parts[1].clamped(min: -30, max: 20)
    }

    /// A draw, given standard normal noise of the mean's shape.
    public func sample(noise: Tensor) -> Tensor { mean + (logVariance * 0.5).exp() * noise }
}
