import Synchronization

/// One operation of the graph that leads back from a loss to its leaves.
///
/// A node knows the nodes of its inputs and how to turn the gradient of its output into theirs. What a pullback captures must be detached
/// (`Tensor.detached()`), so that `inputs` alone hold the graph together and releasing it can be a loop.
final class GradientNode: @unchecked Sendable {
    /// Turns the gradient of the output into one gradient an input, nil for inputs without a node.
    typealias Pullback = (Tensor) throws -> [Tensor?]

    private static let counter = Atomic<Int>(0)

    /// Counts nodes in the order of their making, so an operation's number is greater than those of its inputs.
    let number: Int
    let shape: [Int]
    var inputs: [GradientNode?]
    var pullback: Pullback?
    let isLeaf: Bool

    init(shape: [Int], inputs: [GradientNode?], pullback: @escaping Pullback) {
        number = Self.counter.add(1, ordering: .relaxed).newValue
        self.shape = shape
        self.inputs = inputs
        self.pullback = pullback
        isLeaf = false
    }

    /// A leaf: where gradients are collected.
    init(leafOf shape: [Int]) {
        number = Self.counter.add(1, ordering: .relaxed).newValue
        self.shape = shape
        inputs = []
        pullback = nil
        isLeaf = true
    }

    deinit {
        // A chain of a hundred thousand operations must not release itself recursively: that overflows the stack.
        var pending = inputs.compactMap { $0 }
        inputs = []
        while var node = pending.popLast() {
            guard isKnownUniquelyReferenced(&node) else { continue }
            pending.append(contentsOf: node.inputs.compactMap { $0 })
            node.inputs = []
        }
    }
}
