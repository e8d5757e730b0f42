import Glibc
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

    /// Half the logarithm of the signal-to-noise ratio, called lambda in the papers on solvers; infinite without noise.
    var halfLogSNR: Float { logf(alpha) - logf(sigma) }

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

    /// The clean latent or the noise, from what the network answered for `latents`.
    func output(_ output: Tensor, latents: Tensor, prediction: PredictionType, asSample: Bool) -> Tensor {
        asSample ? sample(from: output, latents: latents, prediction: prediction) : noise(from: output, latents: latents, prediction: prediction)
    }

    /// A clean latent with noise of this level.
    func adding(_ noise: Tensor, to latents: Tensor) -> Tensor {
        latents * alpha + noise * sigma
    }
}
