import NeuralNetworks

/// An adapter and how strongly it is wanted.
public struct AdapterUse {
    public let adapter: any Adapter
    /// 1 for the adapter as it was learnt, 0 for nothing; more exaggerates.
    public let strength: Double

    public init(_ adapter: any Adapter, strength: Double = 1) {
        (self.adapter, self.strength) = (adapter, strength)
    }
}

/// An adapter, or one that counts less or more.
public protocol UsableAdapter {
    var use: AdapterUse { get }
}

extension AdapterUse: UsableAdapter {
    public var use: AdapterUse { self }
}

extension [AdapterUse] {
    /// Does a piece of work with the adapters in use; however it ends, the layers are as before.
    ///
    /// - Parameter isFixed: whether none of the adapters learns meanwhile.
    public func during<Result>(isFixed: Bool = true, _ work: () throws -> Result) rethrows -> Result {
        let weights = flatMap { $0.adapter.targets.map(\.weight) }
        let before = weights.map(\.adaptations)
        // The first entry of a weight that several adapters change is put back last.
        defer { for (weight, adaptations) in zip(weights, before).reversed() { weight.adaptations = adaptations } }
        for use in self { use.adapter.attach(strength: Float(use.strength), isFixed: isFixed) }
        return try work()
    }

    /// Changes the weights of the model itself as the adapters would, for good.
    public func merge() {
        var merged: Set<ObjectIdentifier> = []
        let values = during {
            flatMap { $0.adapter.targets.map(\.weight) }.compactMap { weight in
                merged.insert(ObjectIdentifier(weight)).inserted ? (weight, weight.adaptations.merged(into: weight.value)) : nil
            }
        }
        for (weight, value) in values { weight.update(value) }
    }
}
