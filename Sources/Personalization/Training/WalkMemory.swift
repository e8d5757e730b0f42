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
    private let learnsWeights: Bool

    /// Tensors of a level's size that blocks keep: inputs of norms, convolutions, products and activations.
    private typealias Kept = (resnet: Double, transformer: Double)
    private static let frozen: Kept = (9, 15)
    /// Products with weights that learn also keep what they were given.
    private static let learning: Kept = (10, 24)
    /// The same where blocks are computed again: what they are given. On the way down it is kept for the way up as well.
    private static let givenDown = 9.0
    private static let givenUp = 1.6
    /// Tensors of a prompt's size that a layer of the text model keeps; it is never computed a second time.
    private static let textFrozen = 9
    private static let textLearning = 17

    private struct Stage {
        /// Numbers of one tensor of its size, for one picture.
        let size: Double
        let resnets: Double
        let transformers: Double
        let isUp: Bool
        /// Numbers of its weights that learn, and of the largest of its weights.
        var learnt = 0
        var largest = 0

        func kept(_ kept: Kept) -> Double { size * (resnets * kept.resnet + transformers * kept.transformer) }
        var given: Double { size * resnets * (isUp ? WalkMemory.givenUp : WalkMemory.givenDown) }
        /// What the largest of its blocks keeps while it is computed again.
        func again(_ kept: Kept) -> Double { size * max(kept.resnet, transformers > 0 ? kept.transformer : 0) }
    }

    init(_ model: StableDiffusion, learning thing: any Trainable, settings: TrainingSettings, side: Int) {
        pictures = settings.batchSize * (settings.priorImages == nil ? 1 : 2)
        learnsWeights = thing is any WeightTrainable
        keepsGradients = settings.needsAllGradients || !settings.updatesInBackward(learning: thing.parameterCount)
        gradients = thing.parameterCount
        let learnsText = (thing as? any WeightTrainable)?.trainsTextEncoder ?? false
        let shape = model.textModel.configuration
        let prompt = shape.layerCount * shape.maximumLength * shape.hiddenSize
        text = thing.changesPrompts ? prompt * (learnsText ? Self.textLearning : Self.textFrozen) : 0
        stages = Self.stages(model, side: side / model.autoencoder.configuration.scale, learnsWeights: learnsWeights)
    }

    private static func stages(_ model: StableDiffusion, side: Int, learnsWeights: Bool) -> [Stage] {
        let shape = model.unet.configuration
        let levels = shape.blockChannels.indices
        func stage(_ level: Int, _ path: String, resnets: Int, transformers: Int, isUp: Bool) -> Stage {
            let side = max(1, side >> level)
            let weights = model.unet.parameters.filter { $0.path.hasPrefix("\(path).") }.map(\.value.count)
            return Stage(
                size: Double(shape.blockChannels[level] * side * side), resnets: Double(resnets), transformers: Double(transformers), isUp: isUp,
                learnt: learnsWeights ? weights.reduce(0, +) : 0, largest: weights.max() ?? 0)
        }
        func transformers(_ level: Int, _ layers: Int) -> Int { shape.downBlocks[level] == .crossAttention ? layers * shape.transformerLayers[level] : 0 }
        let down = levels.map { level in
            let layers = shape.layersPerBlock[level]
            return stage(level, "down_blocks.\(level)", resnets: layers, transformers: transformers(level, layers), isUp: false)
        }
        let last = levels.count - 1
        let middle = stage(last, "mid_block", resnets: 2, transformers: shape.transformerLayers[last], isUp: false)
        let up = levels.reversed().map { level in
            let layers = shape.layersPerBlock[level] + 1
            return stage(level, "up_blocks.\(last - level)", resnets: layers, transformers: transformers(level, layers), isUp: true)
        }
        return down + [middle] + up
    }

    /// The most that is there at once.
    func bytes(checkpointing: Bool) -> Int {
        let kept = learnsWeights ? Self.learning : Self.frozen
        var held = stages.reduce(0) { $0 + (checkpointing ? $1.given : $1.kept(kept)) }
        // In the end all gradients, where they are kept.
        var (come, most) = (0, keepsGradients ? Double(gradients) : 0)
        for stage in stages.reversed() {
            if keepsGradients { come += stage.learnt }
            // Beside a copy of a weight in the order that its gradient wants; where it learns, its gradient twice and the new value.
            let beside = Double(stage.largest) * (learnsWeights ? 2.5 : 0.5)
            let again = checkpointing ? stage.again(kept) : 0
            most = max(most, (held + again) * Double(pictures) + Double(come) + beside)
            held -= checkpointing ? stage.given : stage.kept(kept)
        }
        return Int(most + Double(text * pictures)) * MemoryLayout<Float>.size
    }
}
