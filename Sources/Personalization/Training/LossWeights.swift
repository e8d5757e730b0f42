package import Diffusion

/// How much each picture of a batch counts in its loss.
package struct LossWeights {
    /// The largest signal-to-noise ratio that counts in full; nil where all timesteps count alike.
    package var snrGamma: Double?
    /// What the pictures that must not be forgotten count together, where the others count 1.
    package var priorWeight: Double

    package init(snrGamma: Double? = nil, priorWeight: Double = 1) {
        self.snrGamma = snrGamma
        self.priorWeight = priorWeight
    }

    /// The factor of each picture's mean squared error, the loss being their sum; nil where it is the plain mean.
    ///
    /// The prior's pictures come last in the batch. They are never weighted by noise: each half has its own timesteps, so the weights of one say
    /// nothing of the other.
    ///
    /// Source: Hang et al. 2023, "Efficient Diffusion Training via Min-SNR Weighting Strategy", section 3.4; Ruiz et al. 2022, "DreamBooth", equation 2.
    package func factors(timesteps: [Int], prior priorCount: Int, schedule: NoiseSchedule) -> [Float]? {
        guard snrGamma != nil || priorCount > 0 else { return nil }
        let count = timesteps.count - priorCount
        let own = noiseWeights(Array(timesteps.prefix(count)), schedule).map { $0 / Float(count) }
        return own + Array(repeating: Float(priorWeight) / Float(max(priorCount, 1)), count: priorCount)
    }

    private func noiseWeights(_ timesteps: [Int], _ schedule: NoiseSchedule) -> [Float] {
        guard let gamma = snrGamma.map({ Float($0) }) else { return timesteps.map { _ in 1 } }
        return schedule.signalToNoiseRatios(at: timesteps).map { ratio in
            switch schedule.predictionType {
            case .epsilon: min(ratio, gamma) / ratio
            case .velocity: min(ratio, gamma) / (ratio + 1)
            case .sample: min(ratio, gamma)
            }
        }
    }
}
