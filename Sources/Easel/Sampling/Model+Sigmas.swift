import Diffusion

extension Model {
    /// The noise that a sampler meets on its way: its strength relative to the signal before each evaluation of the network, and after the last.
    ///
    /// Sampler and steps that are nil take the checkpoint's recommendation, then Easel's default.
    /// - Throws: `DiffusionError.invalidArgument` for settings that `sample` would refuse, and for a sampler that chooses its steps as it goes.
    public func sigmas(_ arguments: SamplingArguments = SamplingArguments()) throws -> [Double] {
        let settings = settings(arguments)
        return try settings.details.sigmas(of: settings.sampler, configuration: diffusion.scheduler, steps: settings.steps)
    }
}
