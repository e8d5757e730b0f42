import Tensors

/// Signal and noise of a latent `x = alpha * x0 + sigma * noise`, with `alpha² + sigma² = 1`.
struct NoiseLevel: Equatable, Sendable {
    /// The factor of the clean latent.
    let alpha: Float
    /// The standard deviation of the noise.
    let sigma: Float

    init(alphaCumprod: Float) {
        alpha = alphaCumprod.squareRoot()
        sigma = (1 - alphaCumprod).squareRoot()
    }

    /// The level at which the noise is `relativeSigma` times as strong as the signal.
    init(relativeSigma: Float) {
        alpha = 1 / (relativeSigma * relativeSigma + 1).squareRoot()
        sigma = relativeSigma * alpha
    }

    /// The clean latent, from what the network answered for `latents`.
    func sample(from output: Tensor, latents: Tensor, prediction: PredictionType) -> Tensor {
        switch prediction {
        case .epsilon: (latents - output * sigma) / alpha
        case .velocity: latents * alpha - output * sigma
        case .sample: output
        }
    }

    /// The noise, from what the network answered for `latents`.
    func noise(from output: Tensor, latents: Tensor, prediction: PredictionType) -> Tensor {
        switch prediction {
        case .epsilon: output
        case .velocity: output * alpha + latents * sigma
        case .sample: (latents - output * alpha) / sigma
        }
    }

    /// A clean latent with noise of this level.
    func adding(_ noise: Tensor, to latents: Tensor) -> Tensor {
        latents * alpha + noise * sigma
    }
}
