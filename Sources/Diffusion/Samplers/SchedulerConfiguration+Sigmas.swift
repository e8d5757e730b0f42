extension SchedulerConfiguration {
    /// The noise relative to the signal before each evaluation of a sampler's plan, and after the last one.
    ///
    /// `plan` is that of a sampler of this configuration, set up for `steps` steps. Methods that step over timesteps have the noise that
    /// training added there.
    func sigmas(of plan: SamplerPlan, steps: Int) throws -> [Double] {
        guard plan.sigmas.isEmpty else { return plan.sigmas.map(Double.init) }
        let trained = try NoiseSchedule(self).sigmas.map(Double.init)
        let visited = plan.timesteps.map { trained[Int($0)] }
        return visited + [finalSigma(after: plan.timesteps.last.map { Int($0) } ?? 0, steps: steps, trained: trained)]
    }

    /// DDIM and PLMS take one more stride; where that leads beyond the first timestep, the folder says whether it leads to no noise.
    private func finalSigma(after timestep: Int, steps: Int, trained: [Double]) -> Double {
        guard schedulerClass == .ddim || schedulerClass == .pndm else { return 0 }
        let previous = timestep - trainTimestepCount / steps
        return previous >= 0 ? trained[previous] : setAlphaToOne ? 0 : trained[0]
    }
}
