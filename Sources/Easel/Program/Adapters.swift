public import Personalization

// The verbs of adapters as functions: they act on the current model.

/// A LoRA, ready to be trained.
public func lora(
    rank: Int = 4, alpha: Double? = nil, targets: Set<AdapterTarget> = [.attention], subject: Subject? = nil, seed: Int = 0, name: String? = nil
) throws -> LoRA {
    try EaselSession.shared.model().lora(rank: rank, alpha: alpha, targets: targets, subject: subject, seed: Model.seed(seed), name: name)
}

/// An orthogonal fine-tuning, ready to be trained.
public func oft(blockSize: Int = 32, constraint: Double? = nil, shared: Bool = false, subject: Subject? = nil, name: String? = nil) throws -> OFT {
    try EaselSession.shared.model().oft(blockSize: blockSize, constraint: constraint, shared: shared, subject: subject, name: name)
}

/// Reads an adapter that was learnt before, here or with another tool.
public func loadAdapter(_ source: String, name: String? = nil) throws -> any Adapter {
    try EaselSession.shared.model().loadAdapter(source, name: name)
}

/// Changes the model's own weights as adapters would, for good.
public func merge(_ adapters: AdapterList) throws { try EaselSession.shared.model().merge(adapters.uses) }

/// Changes the model's own weights as an adapter would, for good.
public func merge(_ adapter: any UsableAdapter) throws { try EaselSession.shared.model().merge([adapter.use]) }

/// Writes an adapter as files that other tools read.
public func save(_ adapter: any UsableAdapter, to path: String, format: LoRADialect? = nil) throws {
    try EaselSession.shared.save(adapter.use.adapter, to: path, format: format)
}
