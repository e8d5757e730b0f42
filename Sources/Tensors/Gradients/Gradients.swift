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
    var found = Gradients()
    try walk(from: loss, seed: seed, interruption: interruption) { found.add($1, to: $0) }
    return found
}

/// Leaves by their places in a list, without their values.
public struct GradientPlaces: Sendable {
    fileprivate var byNumber: [Int: Int] = [:]

    public init(of leaves: [Tensor]) {
        for (place, leaf) in leaves.enumerated() { if let node = leaf.node { byNumber[node.number] = place } }
    }
}

/// Differentiates a loss, and hands the gradient of each of some leaves over as soon as it is whole: nothing needs to hold them all.
///
/// A leaf whose gradient was handed over is not used any more, so what it is the value of may be changed, and its memory goes.
///
/// - Parameter body: given a leaf's place and its gradient. Leaves that the loss does not depend on are passed over.
/// - Throws: what `interruption` and `body` throw, and what recomputation by `checkpointed` throws.
public func forEachGradient(
    of loss: Tensor, to places: GradientPlaces, interruption: () throws -> Void = {}, _ body: (_ place: Int, _ gradient: Tensor) throws -> Void
) throws {
    try walk(from: loss, seed: nil, interruption: interruption) { leaf, gradient in
        if let place = places.byNumber[leaf.number] { try body(place, gradient) }
    }
}

/// Goes back from a loss to its leaves; a leaf's gradient is whole when all operations that used it have been met.
private func walk(
    from loss: Tensor, seed: Tensor?, interruption: () throws -> Void, whole: (_ leaf: GradientNode, _ gradient: Tensor) throws -> Void
) throws {
    precondition(seed != nil || loss.count == 1, "the gradient of a tensor of shape \(loss.shape) needs a seed")
    precondition(seed.map { $0.shape == loss.shape } ?? true, "a seed of shape \(seed?.shape ?? []) for a loss of shape \(loss.shape)")
    guard let root = loss.node else { return }
    let start = (seed ?? Tensor.ones(loss.shape)).detached()
    guard !root.isLeaf else { return try whole(root, start) }
    var pending = Gradients()
    pending.add(start, to: root)
    let operations = nodes(leadingTo: root).filter { !$0.isLeaf }
    var uses = leafUses(by: operations)
    for node in operations {
        try interruption()
        if let gradient = pending.take(node) {
            guard let pullback = node.pullback else { preconditionFailure("a loss can be differentiated only once") }
            node.pullback = nil
            for (input, part) in zip(node.inputs, try pullback(gradient)) {
                guard let input, let part else { continue }
                assert(part.shape == input.shape)
                pending.add(part, to: input)
            }
        }
        for case let leaf? in node.inputs where leaf.isLeaf {
            uses[leaf.number, default: 0] -= 1
            if uses[leaf.number] == 0, let gradient = pending.take(leaf) { try whole(leaf, gradient) }
        }
    }
}

/// How often operations use each leaf, by its number.
private func leafUses(by operations: [GradientNode]) -> [Int: Int] {
    var uses: [Int: Int] = [:]
    for node in operations {
        for case let leaf? in node.inputs where leaf.isLeaf { uses[leaf.number, default: 0] += 1 }
    }
    return uses
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
