/// The scheduler classes of diffusers that a model folder's `_class_name` may name.
public enum SchedulerClass: String, CaseIterable, Sendable {
    case ddim = "DDIMScheduler"
    case ddpm = "DDPMScheduler"
    case deisMultistep = "DEISMultistepScheduler"
    case dpmSolverMultistep = "DPMSolverMultistepScheduler"
    case dpmSolverSDE = "DPMSolverSDEScheduler"
    case dpmSolverSinglestep = "DPMSolverSinglestepScheduler"
    case euler = "EulerDiscreteScheduler"
    case eulerAncestral = "EulerAncestralDiscreteScheduler"
    case heun = "HeunDiscreteScheduler"
    case kdpm2 = "KDPM2DiscreteScheduler"
    case kdpm2Ancestral = "KDPM2AncestralDiscreteScheduler"
    case lcm = "LCMScheduler"
    case lms = "LMSDiscreteScheduler"
    case pndm = "PNDMScheduler"
    case uniPCMultistep = "UniPCMultistepScheduler"

    /// The keys of a saved configuration that this class reads; it ignores all others.
    var acceptedKeys: Set<SchedulerKey> {
        Self.sharedKeys.union(ownKeys)
    }

    private static let sharedKeys: Set<SchedulerKey> = [
        .trainTimestepCount, .betaStart, .betaEnd, .betaSchedule, .trainedBetas, .predictionType,
    ]

    private static let clippingKeys: Set<SchedulerKey> = [.clipSample, .clipSampleRange]
    private static let spacingKeys: Set<SchedulerKey> = [.timestepSpacing, .stepsOffset]
    private static let sigmaKeys: Set<SchedulerKey> = [.useKarrasSigmas, .useExponentialSigmas, .useBetaSigmas]
    private static let solverKeys: Set<SchedulerKey> = [
        .solverOrder, .solverType, .lowerOrderFinal, .thresholding, .useFlowSigmas,
    ]

    private var ownKeys: Set<SchedulerKey> {
        let spacing = Self.spacingKeys
        let sigmas = Self.sigmaKeys
        let solver = Self.solverKeys.union(sigmas)
        return switch self {
        case .ddim:
            spacing.union(Self.clippingKeys).union([.setAlphaToOne, .thresholding, .rescaleBetasZeroSNR])
        case .lcm:
            spacing.union(Self.clippingKeys).union([
                .setAlphaToOne, .thresholding, .rescaleBetasZeroSNR, .originalStepCount, .timestepScaling,
            ])
        case .ddpm:
            spacing.union(Self.clippingKeys).union([.varianceType, .thresholding, .rescaleBetasZeroSNR])
        case .deisMultistep:
            spacing.union(solver).union([.algorithmType])
        case .dpmSolverMultistep:
            spacing.union(solver).union([
                .algorithmType, .eulerAtFinal, .finalSigmasType, .lambdaMinClipped, .rescaleBetasZeroSNR, .useLuLambdas, .varianceType,
            ])
        case .dpmSolverSinglestep:
            solver.union([.algorithmType, .finalSigmasType, .lambdaMinClipped, .varianceType])
        case .euler:
            spacing.union(sigmas).union([
                .finalSigmasType, .interpolationType, .rescaleBetasZeroSNR, .sigmaMin, .sigmaMax, .timestepType,
            ])
        case .eulerAncestral:
            spacing.union([.rescaleBetasZeroSNR])
        case .heun:
            spacing.union(sigmas).union(Self.clippingKeys)
        case .dpmSolverSDE, .kdpm2, .kdpm2Ancestral, .lms:
            spacing.union(sigmas)
        case .pndm:
            spacing.union([.setAlphaToOne, .skipPRKSteps])
        case .uniPCMultistep:
            spacing.union(solver).union([
                .finalSigmasType, .rescaleBetasZeroSNR, .sigmaMin, .sigmaMax, .predictX0, .disableCorrector,
            ])
        }
    }

    /// Whether a zero terminal signal is lifted to 2^-24, because the class divides by the signal to get its sigmas.
    var needsTerminalSignal: Bool {
        switch self {
        case .euler, .eulerAncestral, .dpmSolverMultistep, .uniPCMultistep: true
        default: false
        }
    }

    /// Whether the timesteps of Karras sigmas are rounded where those of other spacings are not.
    var roundsKarrasTimesteps: Bool { self == .kdpm2 || self == .kdpm2Ancestral }
}
