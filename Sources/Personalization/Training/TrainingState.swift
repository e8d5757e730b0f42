public import NeuralNetworks
public import Tensors

/// Everything that decides the steps to come: a run that goes on from it ends with the values of one that was never stopped.
public struct TrainingState: Sendable {
    /// Steps taken.
    public var step = 0
    /// The values of what is learnt, in the order of its parameters.
    public var values: [Tensor]
    public var optimizer: AdamWState
    /// Where every random choice comes from.
    public var generator: TorchGenerator
    /// The pictures of the present pass over the set, in their order, and how many have been used.
    public var order: [Int] = []
    public var used = 0

    public init(values: [Tensor], seed: UInt64) {
        self.values = values
        optimizer = AdamWState()
        generator = TorchGenerator(seed: seed)
    }
}
