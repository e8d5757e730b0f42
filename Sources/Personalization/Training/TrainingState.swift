public import NeuralNetworks
public import Tensors

/// Everything that decides the steps to come: a run that goes on from it ends with the values of one that was never stopped.
public struct TrainingState: Sendable {
    /// Steps taken.
    public var step = 0
    /// The values of what is learnt, in the order of its parameters.
    public var values: [Tensor]
    /// The running averages of the values; empty where none are taken.
    public var averages: [Tensor] = []
    public var optimizer: AdamWState
    public var draws: TrainingDraws

    public init(values: [Tensor], optimizer: AdamWState = AdamWState(), seed: UInt64) {
        self.values = values
        self.optimizer = optimizer
        draws = TrainingDraws(seed: seed)
    }
}

/// Where the random choices of a run come from, and how far its passes over the pictures are.
public struct TrainingDraws: Sendable {
    public var generator: TorchGenerator
    /// The pictures of what is learnt.
    public var pictures = PictureDraws()
    /// The pictures of what must not be forgotten.
    public var prior = PictureDraws()

    public init(seed: UInt64) { generator = TorchGenerator(seed: seed) }
}
