/// What the denoising network was trained to answer for a noisy latent `x = alpha * x0 + sigma * noise`.
public enum PredictionType: String, CaseIterable, Codable, Sendable {
    /// The noise itself.
    case epsilon
    /// The velocity `alpha * noise - sigma * x0`.
    ///
    /// Source: Salimans and Ho, "Progressive Distillation for Fast Sampling of Diffusion Models" (2022), section 4.
    case velocity = "v_prediction"
    /// The clean latent `x0`.
    case sample
}
