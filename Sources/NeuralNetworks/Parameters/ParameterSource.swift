public import Tensors

/// Where the weights of a network come from: a checkpoint, or a random generator.
public protocol ParameterSource: AnyObject {
    /// What errors name.
    var path: String { get }

    /// The tensor under a checkpoint key, whatever its shape; nil where there is none.
    func tensor(_ key: String, shape: [Int]) throws -> Tensor?

    /// Keys that nobody has asked for.
    var unreadKeys: [String] { get }

    /// How the network is to keep its weights.
    var precision: WeightPrecision { get }
}

extension ParameterSource {
    public var precision: WeightPrecision { .float32 }
}

/// Weights read from a checkpoint.
public final class CheckpointSource: ParameterSource {
    private let checkpoint: Checkpoint
    private let keys: CheckpointKeys
    private let interruption: Interruption
    public let precision: WeightPrecision
    private var unread: Set<String>
    /// How the tensors that were asked for are stored, by the network's keys.
    public private(set) var storageTypes: [String: StorageType] = [:]

    /// - Parameters:
    ///   - keys: how the file's keys map to the model's, and which of them are passed over.
    ///   - precision: how the network is to keep its weights; what is read here is float32.
    ///   - interruption: looked at before every tensor.
    public init(
        _ checkpoint: Checkpoint, keys: CheckpointKeys = CheckpointKeys(), precision: WeightPrecision = .float32, interruption: Interruption = .never
    ) {
        self.precision = precision
        self.checkpoint = checkpoint
        self.interruption = interruption
        self.keys = keys.resolved(for: checkpoint.entries.keys)
        unread = Set(checkpoint.entries.keys.filter { !keys.isIgnored($0) })
    }

    public var path: String { checkpoint.path }
    public var unreadKeys: [String] { unread.sorted() }

    public func tensor(_ key: String, shape: [Int]) throws -> Tensor? {
        for stored in keys.candidates(for: key) {
            guard let entry = checkpoint.entries[stored] else { continue }
            try interruption.check()
            unread.remove(stored)
            // A tensor of another shape is refused: it is not worth its memory.
            guard entry.shape == shape || entry.shape == shape + [1, 1] else { return Tensor(0).broadcast(to: entry.shape) }
            storageTypes[key] = entry.storageType
            let tensor = try checkpoint.tensor(stored)
            // Old autoencoders keep the projections of their attention as 1×1 convolutions.
            guard let tensor, keys.squeezesConvolutions, tensor.shape == shape + [1, 1] else { return tensor }
            return tensor.reshaped(shape)
        }
        return nil
    }
}
