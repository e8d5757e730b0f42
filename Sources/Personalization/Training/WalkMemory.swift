import Diffusion
import NeuralNetworks
import Tensors

/// What a network holds on its way forward and back, block by block: on the way back what blocks kept goes, and gradients of weights come.
struct WalkMemory {
    /// The resolution levels on the way down, the middle and the levels on the way up.
    private var stages: [Stage] = []
    private let pictures: Int
    /// Numbers that the text model keeps: nothing where prompts are encoded once.
    private let text: Int
    /// Numbers of all gradients that are there at the end, where all are kept.
    private let gradients: Int
    private let keepsGradients: Bool
    /// Numbers of the table of words, where identifiers learn in it.
    private let table: Int
    /// Whether what layers keep is in bfloat16.
    private let isNarrow: Bool

    /// Tensors of a level's size that blocks keep: inputs of norms, convolutions, products and activations.
    private typealias Kept = (resnet: Double, transformer: Double)
    private static let frozen: Kept = (9, 15)
    /// Products with weights that learn also keep what they were given.
    private static let learning: Kept = (10, 24)
    /// The same where blocks are computed again: what they are given. On the way down it is kept for the way up as well.
    private static let givenDown = 9.0
    private static let givenUp = 1.6
    /// What keeping in bfloat16 leaves of the memory: what is being computed meanwhile is float32, as small tensors are.
    private static let narrowShare = 0.66
    /// Tensors of a prompt's size that a layer of the text model keeps; it is never computed a second time.
    private static let textFrozen = 9
    private static let textLearning = 17

    private struct Stage {
        /// Numbers that its blocks keep for one picture, that they keep where they are computed again, and that the largest of them needs meanwhile.
        var kept = 0.0
        var given = 0.0
        var again = 0.0
        /// Numbers of its weights that learn, and of the largest of its weights.
        var learnt = 0
        var largest = 0
        var learns: Bool { learnt > 0 }

        /// - Parameters:
        ///   - size: numbers of one tensor of its size, for one picture.
        ///   - given: of such tensors, for each residual block.
        init(size: Double, resnets: Int, transformers: Int, kept: Kept, given: Double, weights: [Int], learns: Bool) {
            self.kept = size * (Double(resnets) * kept.resnet + Double(transformers) * kept.transformer)
            self.given = size * Double(resnets) * given
            again = size * max(kept.resnet, transformers > 0 ? kept.transformer : 0)
            learnt = learns ? weights.reduce(0, +) : 0
            largest = weights.max() ?? 0
        }
    }

    init(_ model: StableDiffusion, learning thing: any Trainable, settings: TrainingSettings, side: Int) {
        pictures = settings.batchSize * (settings.priorImages == nil ? 1 : 2)
        isNarrow = model.precision == .bfloat16
        keepsGradients = settings.needsAllGradients || !settings.updatesInBackward(learning: thing.parameterCount)
        gradients = thing.parameterCount
        let learnsText = (thing as? any WeightTrainable)?.trainsTextEncoder ?? false
        let shape = model.textModel.configuration
        table = thing.learnsIdentifiers ? shape.vocabularySize * shape.hiddenSize : 0
        let prompt = shape.layerCount * shape.maximumLength * shape.hiddenSize
        text = thing.changesPrompts ? prompt * (learnsText ? Self.textLearning : Self.textFrozen) : 0
        stages = Self.stages(model, learning: thing, side: side)
    }

    private static func stages(_ model: StableDiffusion, learning thing: any Trainable, side: Int) -> [Stage] {
        let learns = thing is any WeightTrainable
        let kept = learns ? learning : frozen
        let latents = side / model.autoencoder.configuration.scale
        guard let control = (thing as? ControlNet)?.network else {
            return down(model.unet.configuration, model.unet.parameters, side: latents, kept: kept, learns: learns)
                + up(model, side: latents, kept: kept, given: givenUp, learns: learns)
        }
        // The frozen way down runs without gradients; what is added to it comes from the net, whose way down learns in its place. The sums go up.
        return [embedding(control, side: side)] + down(control.configuration.encoder, control.parameters, side: latents, kept: learning, learns: true)
            + up(model, side: latents, kept: frozen, given: givenUp + 1, learns: false)
    }

    /// The way down and the lowest level.
    private static func down(_ shape: UNetConfiguration, _ parameters: [Parameter], side: Int, kept: Kept, learns: Bool) -> [Stage] {
        let last = shape.blockChannels.count - 1
        func stage(_ level: Int, _ path: String, resnets: Int, transformers: Int) -> Stage {
            Stage(
                size: size(shape, level, side: side), resnets: resnets, transformers: transformers, kept: kept, given: givenDown,
                weights: weights(of: parameters, under: path), learns: learns)
        }
        let levels = shape.blockChannels.indices.map { level in
            let layers = shape.layersPerBlock[level]
            return stage(level, "down_blocks.\(level)", resnets: layers, transformers: shape.transformers(level, layers))
        }
        return levels + [stage(last, "mid_block", resnets: 2, transformers: shape.transformerLayers[last])]
    }

    private static func up(_ model: StableDiffusion, side: Int, kept: Kept, given: Double, learns: Bool) -> [Stage] {
        let shape = model.unet.configuration
        let last = shape.blockChannels.count - 1
        return shape.blockChannels.indices.reversed().map { level in
            let layers = shape.layersPerBlock[level] + 1
            return Stage(
                size: size(shape, level, side: side), resnets: layers, transformers: shape.transformers(level, layers), kept: kept, given: given,
                weights: weights(of: model.unet.parameters, under: "up_blocks.\(last - level)"), learns: learns)
        }
    }

    /// The layers that read a control net's picture, at its full size first: inputs and outputs of two convolutions a level.
    private static func embedding(_ network: ControlNetModel, side: Int) -> Stage {
        let numbers = network.configuration.embeddingChannels.enumerated().reduce(0.0) {
            $0 + 4 * Double($1.element * (side >> $1.offset) * (side >> $1.offset))
        }
        let weights = weights(of: network.parameters, under: "controlnet_cond_embedding")
        return Stage(size: numbers, resnets: 1, transformers: 0, kept: (1, 0), given: 0, weights: weights, learns: true)
    }

    private static func size(_ shape: UNetConfiguration, _ level: Int, side: Int) -> Double {
        let side = max(1, side >> level)
        return Double(shape.blockChannels[level] * side * side)
    }

    private static func weights(of parameters: [Parameter], under path: String) -> [Int] {
        parameters.filter { $0.path.hasPrefix("\(path).") }.map(\.count)
    }

    /// The most that is there at once.
    func bytes(checkpointing: Bool) -> Int {
        let share = isNarrow ? Self.narrowShare : 1
        var held = stages.reduce(0) { $0 + (checkpointing ? $1.given : $1.kept * share) }
        // In the end all gradients, where they are kept.
        var (come, most) = (0, keepsGradients ? Double(gradients) : 0)
        for stage in stages.reversed() {
            if keepsGradients { come += stage.learnt }
            // Beside a copy of a weight in the order that its gradient wants; where it learns, its gradient twice and the new value.
            // One that is kept narrow is widened.
            let beside = Double(stage.largest) * ((stage.learns ? 2.5 : 0.5) + (isNarrow ? 1 : 0))
            let again = checkpointing ? stage.again * share : 0
            most = max(most, (held + again) * Double(pictures) + Double(come) + beside)
            held -= checkpointing ? stage.given : stage.kept * share
        }
        // In the end the table's gradient, what each use of a word gave of it, and the new table; the old one all the time.
        most = max(most, Double(come + 3 * table)) + Double(table)
        return Int(most + Double(text * pictures) * share) * MemoryLayout<Float>.size
    }
}

extension UNetConfiguration {
    /// Layers of attention in a level of so many residual blocks.
    fileprivate func transformers(_ level: Int, _ layers: Int) -> Int { downBlocks[level] == .crossAttention ? layers * transformerLayers[level] : 0 }
}
