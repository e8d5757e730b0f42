extension SamplerName {
    /// The scheduler class of diffusers that implements the method; for methods that diffusers lacks, the one whose settings they read.
    public var schedulerClass: SchedulerClass {
        switch self {
        case .pndm: .pndm
        case .ddim: .ddim
        case .ddpm: .ddpm
        case .lms, .lmsKarras, .dpmFast, .dpmAdaptive: .lms
        case .euler, .eulerKarras: .euler
        case .eulerAncestral: .eulerAncestral
        case .heun, .heunKarras: .heun
        case .dpm2, .dpm2Karras: .kdpm2
        case .dpm2Ancestral, .dpm2AncestralKarras: .kdpm2Ancestral
        case .dpmSolver2s, .dpmSolver2sKarras, .dpmSolver3s, .dpmSolver3sKarras, .dpmpp2s, .dpmpp2sKarras: .dpmSolverSinglestep
        case .dpmpp2sAncestral, .dpmpp2sAncestralKarras, .dpmppSDE, .dpmppSDEKarras: .dpmSolverSDE
        case .deis, .deisKarras: .deisMultistep
        case .unipc, .unipcKarras: .uniPCMultistep
        case .lcm: .lcm
        case .dpmSolver1, .dpmSolver1Karras, .dpmSolver2m, .dpmSolver2mKarras, .dpmSolver3m, .dpmSolver3mKarras,
            .dpmpp2m, .dpmpp2mKarras, .dpmpp2mSDE, .dpmpp2mSDEKarras, .dpmpp3mSDE, .dpmpp3mSDEKarras:
            .dpmSolverMultistep
        }
    }

    /// Whether steps add new noise, so that a picture depends on more than the latents it starts from.
    public var drawsNoise: Bool {
        switch self {
        case .ddpm, .eulerAncestral, .dpm2Ancestral, .dpm2AncestralKarras, .dpmpp2sAncestral, .dpmpp2sAncestralKarras, .dpmppSDE,
            .dpmppSDEKarras, .dpmpp2mSDE, .dpmpp2mSDEKarras, .dpmpp3mSDE, .dpmpp3mSDEKarras, .lcm:
            true
        default: false
        }
    }

    /// Whether the steps follow from the pictures, so that those of a batch would depend on one another.
    package var choosesSteps: Bool { self == .dpmAdaptive }

    /// Whether the steps lie where the method wants them, whatever the spacing of timesteps.
    var placesOwnSteps: Bool { self == .dpmFast || self == .dpmAdaptive || self == .lcm || isKarrasOverTheWholeTable }

    /// Karras sigmas of the solvers span the model's whole table.
    private var isKarrasOverTheWholeTable: Bool {
        isKarras && [.dpmSolverMultistep, .dpmSolverSinglestep, .deisMultistep, .uniPCMultistep].contains(schedulerClass)
    }

    /// The sampler for a model, set up for `steps` steps.
    ///
    /// `configuration` is that of the model's folder, of any class. What the name says (method, order, Karras sigmas) is the
    /// name's; all else (noise schedule, prediction, spacing) the folder's, as far as the method reads it, or the method's default.
    ///
    /// Throws: as ``SchedulerConfiguration/makeSampler(steps:options:)``.
    public func make(
        configuration: SchedulerConfiguration, steps: Int, options: SamplerOptions = SamplerOptions()
    ) throws -> any Sampler {
        let configuration = try self.configuration(for: configuration)
        try configuration.validate(steps: steps, options: options)
        return switch self {
        case .dpmFast: try DPMFastSampler(configuration, steps: steps)
        case .dpmAdaptive: try DPMAdaptiveSampler(configuration)
        case .dpmpp2sAncestral, .dpmpp2sAncestralKarras: try DPMPlusPlusTwoStageSampler(configuration, steps: steps, variant: .ancestral)
        default: try configuration.makeSampler(steps: steps, options: options)
        }
    }

    /// The configuration that ``make(configuration:steps:options:)`` sets up.
    ///
    /// Throws: ``DiffusionError/invalidConfiguration(file:key:expected:found:)``.
    public func configuration(for model: SchedulerConfiguration) throws -> SchedulerConfiguration {
        var result = try model.converted(to: schedulerClass)
        if schedulerClass == .pndm && result.saved[.skipPRKSteps] == nil { result.skipPRKSteps = true }
        if schedulerClass.acceptedKeys.contains(.useKarrasSigmas) {
            result.useKarrasSigmas = isKarras
            result.useExponentialSigmas = false
            result.useBetaSigmas = false
        }
        guard let solver else { return result }
        result.useLuLambdas = false
        result.solverOrder = solver.order
        result.solverType = schedulerClass == .uniPCMultistep ? .bh2 : .midpoint
        result.algorithmType = solver.algorithm
        // The equation of the noise has no end without noise.
        if solver.algorithm == .dpmSolver { result.finalSigmasType = .sigmaMin }
        // The third-order stochastic method is k-diffusion's: it keeps its order to the end, and its second step is of Heun's kind.
        if solver.algorithm.isStochastic && solver.order == 3 { (result.lowerOrderFinal, result.solverType) = (false, .heun) }
        if schedulerClass == .uniPCMultistep {
            (result.predictX0, result.lowerOrderFinal, result.disableCorrector) = (true, true, [])
        }
        return result
    }

    /// What the names of the DPM-Solver family and its kin say.
    private var solver: (algorithm: SolverAlgorithm, order: Int)? {
        switch self {
        case .dpmSolver1, .dpmSolver1Karras: (.dpmSolver, 1)
        case .dpmSolver2s, .dpmSolver2sKarras, .dpmSolver2m, .dpmSolver2mKarras: (.dpmSolver, 2)
        case .dpmSolver3s, .dpmSolver3sKarras, .dpmSolver3m, .dpmSolver3mKarras: (.dpmSolver, 3)
        case .dpmpp2s, .dpmpp2sKarras, .dpmpp2m, .dpmpp2mKarras: (.dpmSolverPlusPlus, 2)
        case .dpmpp2mSDE, .dpmpp2mSDEKarras: (.sdeDPMSolverPlusPlus, 2)
        case .dpmpp3mSDE, .dpmpp3mSDEKarras: (.sdeDPMSolverPlusPlus, 3)
        case .deis, .deisKarras: (.deis, 2)
        case .unipc, .unipcKarras: (.dpmSolverPlusPlus, 2)
        default: nil
        }
    }
}
