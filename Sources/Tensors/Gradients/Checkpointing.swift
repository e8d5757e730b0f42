/// Computes `body` without keeping what it computes on the way, and computes it again when its gradient is wanted: memory for time.
///
/// - Parameters:
///   - inputs: what `body` is given; gradients reach them, and all leaves (trainable weights) that `body` uses besides.
///   - interruption: called between operations of the second computation's gradient.
///   - body: must compute the same each time.
///
/// Source: Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016), section 4.
public func checkpointed(
    _ inputs: [Tensor], interruption: @escaping () throws -> Void = {}, _ body: @escaping ([Tensor]) throws -> Tensor
) throws -> Tensor {
    let leaves = inputs.map { $0.requiresGradient ? $0.detached().requiringGradient() : $0 }
    let precision = KeptPrecision.current
    // What this first pass keeps goes at once: narrowing it would be in vain. The inputs stay as they are, so that the second pass has the same bits.
    let result = try keepingActivations(in: .float32) { try body(leaves) }
    guard let root = result.node else { return result }
    let own = Set(leaves.compactMap { $0.node?.number })
    let weights = nodes(leadingTo: root).filter { $0.isLeaf && !own.contains($0.number) }
    // The graph of `result` goes with it: what remains is the one node made here.
    let values = inputs.map { $0.detached() }
    let needed = inputs.map(\.requiresGradient)
    let node = GradientNode(shape: result.shape, inputs: inputs.map(\.node) + weights) { gradient in
        let leaves = zip(values, needed).map { $1 ? $0.requiringGradient() : $0 }
        // Not the leaves themselves: what a leaf holds is never narrowed.
        let found = try gradients(of: keepingActivations(in: precision) { try body(leaves.map { $0.identity() }) }, seed: gradient, interruption: interruption)
        return leaves.map { found[$0] } + weights.map { found[$0] }
    }
    return result.detached().with(node: node)
}
