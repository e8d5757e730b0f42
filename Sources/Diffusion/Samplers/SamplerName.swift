/// The samplers that can be used with any model, by the names that people know them by.
public enum SamplerName: String, CaseIterable, Sendable {
    /// Pseudo linear multistep (PLMS), the default of Stable Diffusion 1; with Runge-Kutta steps where a folder asks for them.
    case pndm
    /// Denoising diffusion implicit models.
    case ddim
    /// Denoising diffusion probabilistic models: the way back that training assumes, with new noise in every step.
    case ddpm
    case euler
    case eulerKarras
    /// Euler's method with new noise in every step.
    case eulerAncestral
    /// DPM-Solver++ of second order, multistep.
    case dpmpp2m
    case dpmpp2mKarras
    /// DPM-Solver++ of second order, multistep, with new noise in every step.
    case dpmpp2mSDE
    case dpmpp2mSDEKarras

    /// The scheduler class of diffusers that implements the method.
    public var schedulerClass: SchedulerClass {
        switch self {
        case .pndm: .pndm
        case .ddim: .ddim
        case .ddpm: .ddpm
        case .euler, .eulerKarras: .euler
        case .eulerAncestral: .eulerAncestral
        case .dpmpp2m, .dpmpp2mKarras, .dpmpp2mSDE, .dpmpp2mSDEKarras: .dpmSolverMultistep
        }
    }

    /// Whether steps add new noise, so that a picture depends on more than the latents it starts from.
    public var drawsNoise: Bool {
        switch self {
        case .ddpm, .eulerAncestral, .dpmpp2mSDE, .dpmpp2mSDEKarras: true
        case .pndm, .ddim, .euler, .eulerKarras, .dpmpp2m, .dpmpp2mKarras: false
        }
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
        try self.configuration(for: configuration).makeSampler(steps: steps, options: options)
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
        if schedulerClass == .dpmSolverMultistep {
            result.useLuLambdas = false
            result.solverOrder = 2
            result.solverType = .midpoint
            result.algorithmType = drawsNoise ? .sdeDPMSolverPlusPlus : .dpmSolverPlusPlus
        }
        return result
    }

    /// All names, for messages.
    static var list: String { allCases.map { ".\($0.rawValue)" }.joined(separator: ", ") }

    private var isKarras: Bool {
        switch self {
        case .eulerKarras, .dpmpp2mKarras, .dpmpp2mSDEKarras: true
        case .pndm, .ddim, .ddpm, .euler, .eulerAncestral, .dpmpp2m, .dpmpp2mSDE: false
        }
    }
}
