import FoundationEssentials
import JSONValues
public import Tensors

/// The weights of one network: a file of safetensors or of PyTorch, or the several files that an index lists.
///
/// What a file is, its first bytes say, not its name. Source: Hugging Face's sharded checkpoints, an index with a `weight_map`.
public struct Checkpoint: Sendable {
    /// The path that errors name: the file, or the index of a sharded checkpoint.
    public let path: String
    /// The tensors by key.
    public let entries: [String: StoredTensor]
    /// Whole numbers beside the tensors, such as `global_step`; only files of PyTorch have them.
    public let numbers: [String: Int]
    /// Texts beside the tensors; only safetensors files have them.
    public let metadata: [String: String]

    /// Bytes; real indexes have some hundred thousand.
    private static let greatestIndex = 100_000_000

    /// Tensors that come from elsewhere, such as those of another file under other keys.
    package init(path: String, entries: [String: StoredTensor], numbers: [String: Int] = [:], metadata: [String: String] = [:]) {
        (self.path, self.entries, self.numbers, self.metadata) = (path, entries, numbers, metadata)
    }

    /// Opens `path`, a file of weights or an index of several.
    ///
    /// - Throws: what `SafetensorsFile` and `TorchFile` throw; `malformedCheckpoint` for an index that is none.
    public init(path: String) throws {
        guard path.hasSuffix(".json") else {
            self = try Self.file(path)
            return
        }
        let shards = try Self.shards(of: path).map(Self.file)
        let entries = shards.reduce(into: [:]) { $0.merge($1.entries) { $1 } }
        self.init(path: path, entries: entries, numbers: shards.first?.numbers ?? [:], metadata: shards.first?.metadata ?? [:])
    }

    /// Every key with its shape.
    public var shapes: [String: [Int]] { entries.mapValues(\.shape) }

    /// Numbers stored in floating point, all keys together.
    public var scalarCount: Int {
        entries.values.reduce(0) { sum, entry in
            let (value, overflow) = sum.addingReportingOverflow(entry.storageType.isFloatingPoint ? entry.count : 0)
            return overflow ? Int.max : value
        }
    }

    /// The tensor under a key as float32; nil where there is no such key.
    ///
    /// - Throws: `unsupportedStorageType` where it holds integers, `unreadableFile` where the file became shorter.
    public func tensor(_ key: String) throws -> Tensor? {
        guard let entry = entries[key] else { return nil }
        guard let tensor = try entry.tensor() else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: entry.storageType.rawValue)
        }
        return tensor
    }

    private static func file(_ path: String) throws -> Checkpoint {
        let opened = try WeightFile(path: path)
        if TorchFile.isZip(opened.contents) || TorchFile.isPickle(opened.contents) { return try Checkpoint(TorchFile(opened)) }
        let file = try SafetensorsFile(opened)
        return Checkpoint(path: path, entries: file.entries, metadata: file.metadata)
    }

    /// A dictionary of tensors, or the `state_dict` of a training checkpoint.
    private init(_ file: TorchFile) throws {
        let state = file.root["state_dict"].flatMap { $0.members == nil ? nil : $0 } ?? file.root
        var entries: [String: StoredTensor] = [:]
        for (key, value) in state.members ?? [:] where value.isTensor {
            guard let tensor = value.tensor else {
                throw NeuralNetworksError.malformedCheckpoint(path: file.path, reason: "'\(key)' reaches beyond its storage")
            }
            entries[key] = tensor
        }
        guard !entries.isEmpty else { throw NeuralNetworksError.malformedCheckpoint(path: file.path, reason: "it holds no tensors by name") }
        self.init(path: file.path, entries: entries, numbers: (file.root.members ?? [:]).compactMapValues(\.int))
    }

    private static func shards(of index: String) throws -> [String] {
        let data = try FileContents.whole(index, limit: greatestIndex)
        guard let map = (try? JSONValue(parsing: data))?["weight_map"]?.object, map.values.allSatisfy({ $0.string != nil }) else {
            throw NeuralNetworksError.malformedCheckpoint(path: index, reason: "it has no 'weight_map' from keys to files")
        }
        let folder = URL(filePath: index).deletingLastPathComponent()
        let names = Set(map.values.compactMap(\.string)).sorted()
        // A shard lies beside its index: a name that leads elsewhere is refused.
        if let stray = names.first(where: { $0.contains("/") || $0.isEmpty }) {
            throw NeuralNetworksError.malformedCheckpoint(path: index, reason: "'\(stray)' is not the name of a file beside it")
        }
        return names.map { folder.appending(path: $0).path }
    }
}
