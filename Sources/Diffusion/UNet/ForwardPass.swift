import NeuralNetworks
import Tensors

/// How the blocks of a network are run: stopped where somebody asks for it, and, to save memory, computed a second time for their gradients.
struct ForwardPass {
    let interruption: Interruption
    /// Whether a block keeps only what it is given.
    let checkpointing: Bool

    /// Runs one block.
    ///
    /// - Parameter inputs: every tensor that the block is given, in the order in which `block` takes them.
    func callAsFunction(_ inputs: [Tensor], _ block: @escaping ([Tensor]) -> Tensor) throws -> Tensor {
        try interruption.check()
        // Gradients add up inside of a block first, as they do where it is computed again: so both give the same bits.
        guard checkpointing else { return block(inputs.map { $0.identity() }) }
        return try checkpointed(inputs, interruption: interruption.check, block)
    }

    func resnet(_ block: ResnetBlock2D, _ input: Tensor, time: Tensor) throws -> Tensor {
        try self([input, time]) { block($0[0], time: $0[1]) }
    }

    func attention(_ block: Transformer2D, _ input: Tensor, context: [KeysAndValues]) throws -> Tensor {
        try self([input] + context.flatMap { [$0.keys, $0.values] }) { tensors in
            let context = context.indices.map { KeysAndValues(keys: tensors[2 * $0 + 1], values: tensors[2 * $0 + 2]) }
            return block(tensors[0], context: context)
        }
    }
}
