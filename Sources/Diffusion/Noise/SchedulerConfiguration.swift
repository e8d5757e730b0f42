import JSONValues

/// How a model's noise was scheduled in training and how its scheduler is set up: the contents of `scheduler/scheduler_config.json`.
///
/// A saved file holds the keys of one scheduler class. Another class reads the keys that it knows and takes its own
/// defaults for the rest (``converted(to:)``), so a folder that names PNDM gives the same Euler, DDIM or DPM-Solver as in diffusers.
///
/// Source: diffusers, `SchedulerMixin.from_config` and the `__init__` of each scheduler.
public struct SchedulerConfiguration: Equatable, Sendable {
    /// The class whose defaults stand in for keys that were not saved.
    public let schedulerClass: SchedulerClass
    /// The file that the keys come from, for messages.
    public let file: String
    /// The keys that were saved, as far as any class reads them.
    var saved: [SchedulerKey: JSONValue] = [:]

    /// How many timesteps the model was trained on.
    public internal(set) var trainTimestepCount = 1000
    /// The first noise variance.
    public internal(set) var betaStart = 0.0001
    /// The last noise variance.
    public internal(set) var betaEnd = 0.02
    /// How the variance grows in between.
    public internal(set) var betaSchedule = BetaSchedule.linear
    /// Explicit variances, one a training timestep, instead of a schedule.
    public internal(set) var trainedBetas: [Float]?
    /// Whether the schedule is shifted so that the last timestep holds no signal.
    public internal(set) var rescaleBetasZeroSNR = false
    /// What the network predicts.
    public internal(set) var predictionType = PredictionType.epsilon

    /// How sampling timesteps are picked from the training timesteps.
    public internal(set) var timestepSpacing = TimestepSpacing.linspace
    /// What is added to timesteps of ``TimestepSpacing/leading``.
    public internal(set) var stepsOffset = 0
    /// Whether the step after the last one has no noise at all, rather than that of timestep 0 (DDIM, PNDM).
    public internal(set) var setAlphaToOne = false
    /// Whether PNDM starts without its Runge-Kutta steps.
    public internal(set) var skipPRKSteps = false
    /// Whether the denoised estimate is clipped to `±clipSampleRange`.
    public internal(set) var clipSample = false
    /// The bound of ``clipSample``.
    public internal(set) var clipSampleRange = 1.0
    /// Whether the denoised estimate is thresholded, which only makes sense for models of pixels.
    public internal(set) var thresholding = false
    /// The variance of the noise that DDPM adds.
    public internal(set) var varianceType = VarianceType.fixedSmall

    /// Whether sigmas are spaced as by Karras et al. (2022), equation 5.
    public internal(set) var useKarrasSigmas = false
    /// Whether sigmas are spaced evenly in their logarithm.
    public internal(set) var useExponentialSigmas = false
    /// Whether sigmas are spaced by quantiles of a beta distribution.
    public internal(set) var useBetaSigmas = false
    /// Whether half log signal-to-noise ratios are spaced evenly, as by Lu et al. (2022).
    public internal(set) var useLuLambdas = false
    /// Whether the model is a flow-matching one.
    public internal(set) var useFlowSigmas = false
    /// The smallest sigma of the Karras and exponential spacings, if not the table's.
    public internal(set) var sigmaMin: Double?
    /// The largest sigma of the Karras and exponential spacings, if not the table's.
    public internal(set) var sigmaMax: Double?
    /// The sigma after the last step.
    public internal(set) var finalSigmasType = FinalSigma.zero
    /// How Euler interpolates its sigmas.
    public internal(set) var interpolationType = SigmaInterpolation.linear
    /// Whether the network is conditioned on timesteps or on `log(sigma) / 4`.
    public internal(set) var timestepType = TimestepType.discrete

    /// The differential equation that a DPM-Solver integrates.
    public internal(set) var algorithmType = SolverAlgorithm.dpmSolverPlusPlus
    /// The order of a multistep solver, 1 to 3.
    public internal(set) var solverOrder = 2
    /// The variant of a second-order step.
    public internal(set) var solverType = SolverType.midpoint
    /// Whether the last of fewer than 15 steps are of lower order.
    public internal(set) var lowerOrderFinal = true
    /// Whether the last step is always of first order.
    public internal(set) var eulerAtFinal = false
    /// The smallest half log signal-to-noise ratio that a DPM-Solver starts from.
    public internal(set) var lambdaMinClipped = -Double.infinity
    /// Whether UniPC works on predictions of the clean latent, rather than of the noise.
    public internal(set) var predictX0 = true
    /// The steps that UniPC does not correct, counted from 0.
    public internal(set) var disableCorrector: Set<Int> = []
    /// How many timesteps a latent consistency model was distilled on.
    public internal(set) var originalStepCount = 50
    /// How fast the consistency function forgets the noisy latent.
    public internal(set) var timestepScaling = 10.0

    /// The defaults of a scheduler class.
    public init(_ schedulerClass: SchedulerClass) {
        self.init(schedulerClass, file: "scheduler_config.json")
    }

    init(_ schedulerClass: SchedulerClass, file: String) {
        self.schedulerClass = schedulerClass
        self.file = file
        takeDefaults(of: schedulerClass)
    }

    private mutating func takeDefaults(of schedulerClass: SchedulerClass) {
        switch schedulerClass {
        case .ddim:
            (clipSample, setAlphaToOne, timestepSpacing) = (true, true, .leading)
        case .ddpm:
            (clipSample, timestepSpacing) = (true, .leading)
        case .pndm:
            timestepSpacing = .leading
        case .lcm:
            (setAlphaToOne, timestepSpacing, betaSchedule) = (true, .leading, .scaledLinear)
            (betaStart, betaEnd) = (0.00085, 0.012)
        case .heun, .kdpm2, .kdpm2Ancestral, .dpmSolverSDE:
            (betaStart, betaEnd) = (0.00085, 0.012)
        case .dpmSolverSinglestep:
            lowerOrderFinal = false
        case .deisMultistep:
            (algorithmType, solverType) = (.deis, .logRho)
        case .uniPCMultistep:
            solverType = .bh2
        case .dpmSolverMultistep, .euler, .eulerAncestral, .lms:
            break
        }
    }

    /// The configuration that another scheduler class makes of the saved keys.
    ///
    /// Throws: ``DiffusionError/invalidConfiguration(file:key:expected:found:)``.
    public func converted(to other: SchedulerClass) throws -> SchedulerConfiguration {
        guard other != schedulerClass else { return self }
        var result = SchedulerConfiguration(other, file: file)
        try result.take(saved)
        return result
    }

    /// The configuration as a Stable Diffusion pipeline corrects it: old folders lack `steps_offset: 1` and `clip_sample: false`.
    ///
    /// A default that is corrected stays a default: other classes do not inherit it.
    ///
    /// Source: diffusers, `StableDiffusionPipeline.__init__`.
    public func correctedForStableDiffusion() -> SchedulerConfiguration {
        var result = self
        let accepted = schedulerClass.acceptedKeys
        if accepted.contains(.stepsOffset) { result.stepsOffset = 1 }
        if accepted.contains(.clipSample) { result.clipSample = false }
        if saved[.stepsOffset] != nil { result.saved[.stepsOffset] = .int(1) }
        if saved[.clipSample] != nil { result.saved[.clipSample] = .bool(false) }
        return result
    }
}
