public import Diffusion
import NeuralNetworks
import Tensors

/// An estimate of the memory that training takes beyond the model's weights: what layers keep for their gradients, those gradients, and what the
/// optimizer remembers.
///
/// How many tensors layers keep was fitted to `easel bench --step` (`addedMemory`); a test compares the sums.
public struct TrainingMemory {
    /// Whether the network keeps only what its blocks are given.
    public let checkpointing: Bool
    public let bytes: Int

    /// - Parameters:
    ///   - side: of the pictures in pixels; nil for the model's.
    ///   - free: what there is; with `.auto`, blocks are computed a second time where keeping all takes more.
    public init(
        _ model: StableDiffusion, learning thing: any Trainable, settings: TrainingSettings, side: Int? = nil, checkpointing: GradientCheckpointing = .off,
        free: Int = .max
    ) {
        let walk = WalkMemory(model, learning: thing, settings: settings, side: side ?? model.size)
        let fixed = Self.optimizer(thing, settings) + Self.panels(model, thing) + Self.kept(thing) + Self.widening(thing)
        let whole = walk.bytes(checkpointing: false) + fixed
        self.checkpointing = checkpointing.decided(memory: whole, free: free)
        bytes = self.checkpointing ? walk.bytes(checkpointing: true) + fixed : whole
    }

    /// The moments of all that is learnt, and its average.
    private static func optimizer(_ thing: any Trainable, _ settings: TrainingSettings) -> Int {
        let moments = thing.parameters.reduce(0) { $0 + AdamWMoments.bytes(of: $1.count, precision: settings.freshOptimizer.precision) }
        return moments + (settings.ema == nil ? 0 : thing.parameterCount * MemoryLayout<Float>.size)
    }

    /// The values that a control net goes back to stay beside those that it learns; as yet both are one, and of a new net the UNet's own.
    private static func kept(_ thing: any Trainable) -> Int { thing is ControlNet ? thing.parameterCount * MemoryLayout<Float>.size : 0 }

    /// What learns is kept as float32, however it was loaded.
    private static func widening(_ thing: any Trainable) -> Int {
        thing.parameters.filter(\.isNarrow).reduce(0) { $0 + $1.count } * (MemoryLayout<Float>.size - 2)
    }

    /// Products keep small frozen weights in the orders that they read them in, forward and back.
    private static func panels(_ model: StableDiffusion, _ thing: any Trainable) -> Int {
        let learnt = Set(thing.parameters.map(ObjectIdentifier.init))
        let frozen = (model.unet.parameters + model.textModel.parameters).filter { !learnt.contains(ObjectIdentifier($0)) }
        let small = frozen.filter { !$0.isNarrow && $0.shape.count == 2 && $0.count <= 1 << 18 }
        return small.reduce(0) { $0 + 2 * $1.count } * MemoryLayout<Float>.size
    }
}
