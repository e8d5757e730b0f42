extension SchedulerConfiguration {
    /// The sampler of the configuration's own class, set up for `steps` steps.
    ///
    /// Throws: ``DiffusionError``: `steps` is not from 1 to the number of training timesteps, an option is out of range, or the
    /// configuration combines what cannot be combined.
    public func makeSampler(steps: Int, options: SamplerOptions = SamplerOptions()) throws -> any Sampler {
        try validate(steps: steps, options: options)
        switch schedulerClass {
        case .ddim: return try DDIMSampler(self, steps: steps, options: options)
        case .ddpm: return try DDPMSampler(self, steps: steps)
        case .pndm: return try PNDMSampler(self, steps: steps)
        case .euler: return try EulerSampler(self, steps: steps, options: options)
        case .eulerAncestral: return try EulerAncestralSampler(self, steps: steps)
        case .dpmSolverMultistep: return try DPMSolverMultistepSampler(self, steps: steps)
        case .dpmSolverSinglestep: return try DPMSolverSinglestepSampler(self, steps: steps)
        case .dpmSolverSDE: return try DPMPlusPlusTwoStageSampler(self, steps: steps, variant: .stochastic)
        case .deisMultistep: return try DEISSampler(self, steps: steps)
        case .heun: return try HeunSampler(self, steps: steps)
        case .kdpm2: return try DPM2Sampler(self, steps: steps, isAncestral: false)
        case .kdpm2Ancestral: return try DPM2Sampler(self, steps: steps, isAncestral: true)
        case .lcm: return try LCMSampler(self, steps: steps)
        case .lms: return try LMSSampler(self, steps: steps, options: options)
        case .uniPCMultistep: return try UniPCSampler(self, steps: steps)
        }
    }

    /// Throws: as ``makeSampler(steps:options:)``.
    func validate(steps: Int, options: SamplerOptions) throws {
        guard (1...trainTimestepCount).contains(steps) else {
            throw DiffusionError.invalidArgument(name: "steps", expected: "from 1 to \(trainTimestepCount)", found: "\(steps)")
        }
        try options.validate()
        try refuseUnsupportedModels()
    }

    private func refuseUnsupportedModels() throws {
        if thresholding { throw unsupported("'thresholding' is for models of pixels, not of latents") }
        if useFlowSigmas { throw unsupported("'use_flow_sigmas' is for flow-matching models") }
    }

    func unsupported(_ reason: String) -> DiffusionError {
        .unsupportedSampler(sampler: schedulerClass.rawValue, reason: reason)
    }

    /// Refuses predictions that the method is not defined for.
    func refuse(_ prediction: PredictionType) throws {
        guard predictionType != prediction else {
            throw unsupported("it is not defined for models that predict '\(prediction.rawValue)'")
        }
    }

    /// Whole timesteps, checked to be among those of training: the signal at each is looked up in a table.
    func validated(_ timesteps: [Double]) throws -> [Int] {
        let whole = timesteps.map { Int($0) }
        if let outside = whole.first(where: { !(0..<trainTimestepCount).contains($0) }) {
            throw unsupported(
                "\(timesteps.count) steps with '\(timestepSpacing.rawValue)' spacing and an offset of \(stepsOffset) lead to timestep "
                    + "\(outside), but the model was trained on 0 to \(trainTimestepCount - 1); take fewer steps")
        }
        return whole
    }
}
