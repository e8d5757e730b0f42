/// The gradients of a loss with respect to the leaves it was made from.
public struct Gradients: Sendable {
    private var byNumber: [Int: Tensor] = [:]

    init() {}

    /// The gradient of a leaf, nil when the loss does not depend on it.
    public subscript(_ leaf: Tensor) -> Tensor? {
        guard let node = leaf.node else { return nil }
        return byNumber[node.number]
    }

    subscript(_ leaf: GradientNode) -> Tensor? { byNumber[leaf.number] }

    mutating func add(_ gradient: Tensor, to node: GradientNode) {
        if let sum = byNumber.removeValue(forKey: node.number) {
            byNumber[node.number] = sum + gradient
        } else {
            byNumber[node.number] = gradient
        }
    }

    mutating func take(_ node: GradientNode) -> Tensor? { byNumber.removeValue(forKey: node.number) }
}

/// Differentiates a loss with respect to every leaf (`requiringGradient()`) that it depends on.
///
/// The walk releases what the operations had saved, as it goes, so a loss can be differentiated once.
///
/// - Parameters:
///   - loss: a scalar, or any tensor when `seed` is given.
///   - seed: the gradient of the loss itself, 1 when nil.
///   - interruption: called before every operation of the walk; what it throws ends the walk there.
/// - Throws: only what `interruption` throws, and what recomputation by `checkpointed` throws.
public func gradients(of loss: Tensor, seed: Tensor? = nil, interruption: () throws -> Void = {}) throws -> Gradients {
    precondition(seed != nil || loss.count == 1, "the gradient of a tensor of shape \(loss.shape) needs a seed")
    precondition(seed.map { $0.shape == loss.shape } ?? true, "a seed of shape \(seed?.shape ?? []) for a loss of shape \(loss.shape)")
    var gradients = Gradients()
    guard let root = loss.node else { return gradients }
    gradients.add((seed ?? Tensor.ones(loss.shape)).detached(), to: root)
    for node in nodes(leadingTo: root) where !node.isLeaf {
        try interruption()
        guard let gradient = gradients.take(node) else { continue }
        guard let pullback = node.pullback else { preconditionFailure("a loss can be differentiated only once") }
        node.pullback = nil
        for (input, part) in zip(node.inputs, try pullback(gradient)) {
            guard let input, let part else { continue }
            assert(part.shape == input.shape)
            gradients.add(part, to: input)
        }
    }
    return gradients
}

/// All nodes that `root` depends on, itself first, every operation before its inputs.
func nodes(leadingTo root: GradientNode) -> [GradientNode] {
    var seen: Set<Int> = [root.number]
    var found = [root]
    var next = 0
    while next < found.count {
        for case let input? in found[next].inputs where seen.insert(input.number).inserted { found.append(input) }
        next += 1
    }
    return found.sorted { $0.number > $1.number }
}
