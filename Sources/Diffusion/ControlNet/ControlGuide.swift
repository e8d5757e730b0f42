package import NeuralNetworks
package import Tensors

/// The ControlNets that steer a batch, prepared for all of its steps.
///
/// Source: diffusers' `MultiControlNetModel`, and what `StableDiffusionControlNetPipeline` does around it.
package struct ControlGuide {
    private let parts: [(use: ControlUse, prompt: ControlNetModel.Prompt)]
    private let isGuided: Bool
    /// Whether the networks see the prompts' halves only, and their first residuals weigh least.
    private let isGuess: Bool

    /// - Parameters:
    ///   - conditions: for each network one picture for all of the batch, or one for each: [pictures, channels, height, width], values in 0…1.
    ///   - context: as the UNet's, [batch, tokens, width]; with guidance [2·batch, …], the negative prompts first.
    ///   - isGuess: as a person asked for it; networks that pool their conditions have it always.
    /// - Throws: `DiffusionError.invalidArgument` for a picture of other channels; what `interruption` throws.
    package init(
        _ uses: [ControlUse], conditions: [Tensor], context: Tensor, isGuided: Bool, isGuess: Bool = false, interruption: Interruption = .never
    ) throws {
        precondition(uses.count == conditions.count, "pictures for each network")
        let isGuess = isGuess || uses.first?.network.configuration.poolsConditions == true
        let seen = isGuess && isGuided ? context.split(axis: 0, parts: 2)[1] : context
        parts = try zip(uses, conditions).map { ($0, try $0.network.prompt(seen, condition: $1, interruption: interruption)) }
        (self.isGuided, self.isGuess) = (isGuided, isGuess)
    }

    /// What is added to the UNet at a step; nil where no network steers there.
    ///
    /// Shapes: input as one half of the UNet's, [batch, channels, height, width].
    ///
    /// - Parameters:
    ///   - index: of the evaluation, counted from 0 among `count` that are taken.
    /// - Throws: what `interruption` throws.
    func residuals(for input: Tensor, timestep: Float, at index: Int, of count: Int, interruption: Interruption) throws -> ControlResiduals? {
        let active = parts.filter { $0.use.isActive(at: index, of: count) && $0.use.weight != 0 }
        let sample = isGuided && !isGuess ? Tensor.concatenated([input, input], axis: 0) : input
        let residuals = try active.map { part in
            try part.use.network(
                sample, timesteps: [timestep], prompt: part.prompt, scale: Float(part.use.weight), isGuess: isGuess, interruption: interruption)
        }
        guard let first = residuals.first else { return nil }
        let sum = residuals.dropFirst().reduce(first, +)
        return isGuided && isGuess ? sum.withoutNegative : sum
    }
}

extension ControlResiduals {
    /// For a batch whose first half, the negative prompts', is left as it is.
    fileprivate var withoutNegative: ControlResiduals {
        func behindZeros(_ tensor: Tensor) -> Tensor { Tensor.concatenated([Tensor.zeros(tensor.shape), tensor], axis: 0) }
        return ControlResiduals(down: down.map(behindZeros), mid: behindZeros(mid))
    }
}
