extension SchedulerConfiguration {
    /// The sampler of the configuration's own class, set up for `steps` steps.
    ///
    /// Throws: ``DiffusionError``: `steps` is not from 1 to the number of training timesteps, an option is out of range, or the
    /// configuration combines what cannot be combined.
    public func makeSampler(steps: Int, options: SamplerOptions = SamplerOptions()) throws -> any Sampler {
        guard (1...trainTimestepCount).contains(steps) else {
            throw DiffusionError.invalidArgument(name: "steps", expected: "from 1 to \(trainTimestepCount)", found: "\(steps)")
        }
        try options.validate()
        try refuseUnsupportedModels()
        switch schedulerClass {
        case .ddim: return try DDIMSampler(self, steps: steps, options: options)
        case .ddpm: return try DDPMSampler(self, steps: steps)
        case .pndm: return try PNDMSampler(self, steps: steps)
        case .euler: return try EulerSampler(self, steps: steps, options: options)
        case .eulerAncestral: return try EulerAncestralSampler(self, steps: steps)
        case .dpmSolverMultistep: return try DPMSolverMultistepSampler(self, steps: steps)
        case .deisMultistep, .dpmSolverSDE, .dpmSolverSinglestep, .heun, .kdpm2, .kdpm2Ancestral, .lcm, .lms, .uniPCMultistep:
            throw unsupported("there is no implementation of it; \(SamplerName.list) can be used with any model")
        }
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
