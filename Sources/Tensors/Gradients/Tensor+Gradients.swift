extension Tensor {
    /// The same values as a new leaf, with respect to which losses can be differentiated.
    public func requiringGradient() -> Tensor {
        Tensor(storage: storage, shape: shape, strides: strides, offset: offset, node: GradientNode(leafOf: shape))
    }

    /// The same values as a step of their own in the graph: gradients that come back to it are added up before they go on.
    public func identity() -> Tensor { detached().recording(self) { $0 } }

    /// Whether this is a leaf or was made from one.
    public var requiresGradient: Bool { node != nil }

    /// The same values without their history.
    public func detached() -> Tensor { node == nil ? self : with(node: nil) }

    func with(node: GradientNode?) -> Tensor {
        Tensor(storage: storage, shape: shape, strides: strides, offset: offset, node: node)
    }

    /// This freshly computed value, joined to the one input it was made from.
    func recording(_ input: Tensor, _ pullback: @escaping (Tensor) -> Tensor) -> Tensor {
        guard let source = input.node else { return self }
        return with(node: GradientNode(shape: shape, inputs: [source]) { [pullback($0)] })
    }

    /// The same, for a pullback that needs a tensor again.
    ///
    /// - Parameter kept: asked for where the input needs a gradient.
    func recording(_ input: Tensor, keeping kept: @autoclosure () -> Tensor, _ pullback: @escaping (_ gradient: Tensor, _ kept: Tensor) -> Tensor) -> Tensor {
        guard let source = input.node else { return self }
        let kept = KeptTensor(kept())
        return with(node: GradientNode(shape: shape, inputs: [source]) { [pullback($0, kept.tensor)] })
    }

    /// This freshly computed value, joined to two inputs; a pullback is called only where its input needs a gradient.
    func recording(
        _ first: Tensor, _ second: Tensor, _ toFirst: @escaping (Tensor) -> Tensor, _ toSecond: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        guard first.node != nil || second.node != nil else { return self }
        let (needsFirst, needsSecond) = (first.node != nil, second.node != nil)
        let node = GradientNode(shape: shape, inputs: [first.node, second.node]) { gradient in
            [needsFirst ? toFirst(gradient) : nil, needsSecond ? toSecond(gradient) : nil]
        }
        return with(node: node)
    }

    /// This freshly computed value, joined to any number of inputs. The pullback is told which of them need a gradient.
    func recording(_ inputs: [Tensor?], _ pullback: @escaping (_ gradient: Tensor, _ needed: [Bool]) -> [Tensor?]) -> Tensor {
        let nodes = inputs.map { $0?.node }
        let needed = nodes.map { $0 != nil }
        guard needed.contains(true) else { return self }
        return with(node: GradientNode(shape: shape, inputs: nodes) { pullback($0, needed) })
    }

    /// The same, for a pullback that needs tensors again.
    ///
    /// - Parameter kept: asked for where an input needs a gradient.
    func recording<Kept>(
        _ inputs: [Tensor?], keeping kept: @autoclosure () -> Kept, _ pullback: @escaping (_ gradient: Tensor, _ needed: [Bool], _ kept: Kept) -> [Tensor?]
    ) -> Tensor {
        guard inputs.contains(where: { $0?.node != nil }) else { return self }
        let kept = kept()
        return recording(inputs) { pullback($0, $1, kept) }
    }
}
