/// The samplers that can be used with any model, by the names that people know them by; `docs/samplers.md` sets them beside other programs' names.
public enum SamplerName: String, CaseIterable, Sendable {
    /// Pseudo linear multistep (PLMS), the default of Stable Diffusion 1; with Runge-Kutta steps where a folder asks for them.
    case pndm
    /// Denoising diffusion implicit models.
    case ddim
    /// Denoising diffusion probabilistic models: the way back that training assumes, with new noise in every step.
    case ddpm
    /// Linear multistep over sigmas, of fourth order.
    case lms
    case lmsKarras
    case euler
    case eulerKarras
    /// Euler's method with new noise in every step.
    case eulerAncestral
    /// Heun's method of second order, two evaluations a step.
    case heun
    case heunKarras
    /// DPM-Solver-2 as a midpoint method over sigmas, two evaluations a step.
    case dpm2
    case dpm2Karras
    /// The same with new noise in every step.
    case dpm2Ancestral
    case dpm2AncestralKarras
    /// DPM-Solver of first order.
    case dpmSolver1
    case dpmSolver1Karras
    /// DPM-Solver of second order in single steps; `steps` are evaluations.
    case dpmSolver2s
    case dpmSolver2sKarras
    /// DPM-Solver of third order in single steps; `steps` are evaluations.
    case dpmSolver3s
    case dpmSolver3sKarras
    /// DPM-Solver of second order, multistep.
    case dpmSolver2m
    case dpmSolver2mKarras
    /// DPM-Solver of third order, multistep.
    case dpmSolver3m
    case dpmSolver3mKarras
    /// DPM-Solver of third order with steps of one width, for few evaluations; `steps` are evaluations.
    case dpmFast
    /// DPM-Solver of third order that chooses its own steps; `steps` plays no part.
    case dpmAdaptive
    /// DPM-Solver++ of second order in single steps; `steps` are evaluations.
    case dpmpp2s
    case dpmpp2sKarras
    /// DPM-Solver++ of second order in single steps with new noise, two evaluations a step.
    case dpmpp2sAncestral
    case dpmpp2sAncestralKarras
    /// DPM-Solver++ of second order, multistep.
    case dpmpp2m
    case dpmpp2mKarras
    /// DPM-Solver++ of second order with one path of noise through every step, two evaluations a step.
    case dpmppSDE
    case dpmppSDEKarras
    /// DPM-Solver++ of second order, multistep, with new noise in every step.
    case dpmpp2mSDE
    case dpmpp2mSDEKarras
    /// DPM-Solver++ of third order, multistep, with new noise in every step.
    case dpmpp3mSDE
    case dpmpp3mSDEKarras
    /// The exponential integrator DEIS of second order, multistep.
    case deis
    case deisKarras
    /// Unified predictor and corrector of second order.
    case unipc
    case unipcKarras
    /// Latent consistency models, which need a model distilled for it.
    case lcm

    /// Whether sigmas are spaced as by Karras et al. (2022), equation 5.
    public var isKarras: Bool { rawValue.hasSuffix("Karras") }
}
