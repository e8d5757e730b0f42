public import Tensors

extension NoiseSchedule {
    /// Clean latents with the noise of one timestep a sample.
    ///
    /// Shapes: `latents` and `noise` are alike, the batch first; one of `timesteps` (0 up to ``count``) a sample.
    ///
    /// Source: `DDPMScheduler.add_noise`; Ho et al. (2020), equation 4.
    public func addNoise(_ noise: Tensor, to latents: Tensor, timesteps: [Int]) -> Tensor {
        latents * alphas(at: timesteps, rank: latents.shape.count) + noise * sigmas(at: timesteps, rank: latents.shape.count)
    }

    /// The velocity of one timestep a sample: `alpha * noise - sigma * latents`.
    ///
    /// Shapes: as ``addNoise(_:to:timesteps:)``.
    ///
    /// Source: `DDPMScheduler.get_velocity`; Salimans and Ho (2022), section 4.
    public func velocity(latents: Tensor, noise: Tensor, timesteps: [Int]) -> Tensor {
        noise * alphas(at: timesteps, rank: latents.shape.count) - latents * sigmas(at: timesteps, rank: latents.shape.count)
    }

    /// What the network must answer for `latents` with `noise` added.
    ///
    /// Shapes: as ``addNoise(_:to:timesteps:)``.
    public func target(latents: Tensor, noise: Tensor, timesteps: [Int]) -> Tensor {
        switch predictionType {
        case .epsilon: noise
        case .velocity: velocity(latents: latents, noise: noise, timesteps: timesteps)
        case .sample: latents
        }
    }

    /// The signal-to-noise ratio at each of `timesteps`.
    ///
    /// Source: `diffusers.training_utils.compute_snr`; Hang et al., "Min-SNR Weighting Strategy" (2023).
    public func signalToNoiseRatios(at timesteps: [Int]) -> [Float] {
        timesteps.map { timestep in
            let level = level(at: timestep)
            let ratio = level.alpha / level.sigma
            return ratio * ratio
        }
    }

    private func alphas(at timesteps: [Int], rank: Int) -> Tensor {
        Self.column(timesteps.map { level(at: $0).alpha }, rank: rank)
    }

    private func sigmas(at timesteps: [Int], rank: Int) -> Tensor {
        Self.column(timesteps.map { level(at: $0).sigma }, rank: rank)
    }

    /// One factor a sample, shaped to be broadcast over the sample's elements.
    private static func column(_ factors: [Float], rank: Int) -> Tensor {
        Tensor(factors, shape: [factors.count] + [Int](repeating: 1, count: rank - 1))
    }
}
