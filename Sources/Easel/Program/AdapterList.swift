public import Personalization

/// Adapters as verbs take them: `[a * 0.7, b]`.
public struct AdapterList: ExpressibleByArrayLiteral {
    public let uses: [AdapterUse]

    public init(arrayLiteral adapters: any UsableAdapter...) { uses = adapters.map(\.use) }
}

/// An adapter that counts as much of what it would alone.
public func * (adapter: any Adapter, strength: Double) -> AdapterUse { AdapterUse(adapter, strength: strength) }
