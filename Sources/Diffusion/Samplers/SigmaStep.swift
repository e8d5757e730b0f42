import Tensors

/// One noise level of latents `x = x0 + sigma * noise`, whose signal is not scaled down.
///
/// Source: Karras et al. (2022), table 1.
struct SigmaStep: Equatable, Sendable {
    /// The standard deviation of the noise.
    let sigma: Float

    /// The latents as the network knows them, with a variance near 1.
    func scaledInput(_ latents: Tensor) -> Tensor {
        latents / (sigma * sigma + 1).squareRoot()
    }

    /// The clean latents, from what the network answered.
    func sample(from output: Tensor, latents: Tensor, prediction: PredictionType) -> Tensor {
        switch prediction {
        case .epsilon: latents - output * sigma
        case .velocity: output * (-sigma / (sigma * sigma + 1).squareRoot()) + latents / (sigma * sigma + 1)
        case .sample: output
        }
    }
}
