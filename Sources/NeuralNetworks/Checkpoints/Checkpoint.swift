import FoundationEssentials
import JSONValues
public import Tensors

/// The weights of one network: a safetensors file, or the several files that an index lists.
///
/// Source: Hugging Face's sharded checkpoints, `*.safetensors.index.json` with a `weight_map`.
public struct Checkpoint: Sendable {
    /// The path that errors name: the file, or the index of a sharded checkpoint.
    public let path: String
    /// Every key with its shape.
    public let shapes: [String: [Int]]
    private let files: [SafetensorsFile]
    private let fileOfKey: [String: Int]
    /// Bytes; real indexes have some hundred thousand.
    private static let greatestIndex = 100_000_000

    /// Opens `path`, a `.safetensors` file or an index of several.
    ///
    /// - Throws: what `SafetensorsFile` throws; `malformedCheckpoint` for an index that is none.
    public init(path: String) throws {
        self.path = path
        files = try path.hasSuffix(".index.json") ? Self.shards(of: path) : [SafetensorsFile(path: path)]
        fileOfKey = files.enumerated().reduce(into: [:]) { owners, file in
            for key in file.element.entries.keys { owners[key] = file.offset }
        }
        shapes = files.reduce(into: [:]) { shapes, file in
            for (key, entry) in file.entries { shapes[key] = entry.shape }
        }
    }

    /// Numbers stored in floating point, all keys together.
    public var scalarCount: Int {
        files.reduce(0) { $0 + $1.entries.values.reduce(0) { $0 + ($1.storageType.isFloatingPoint ? $1.shape.reduce(1, *) : 0) } }
    }

    /// The tensor under a key as float32; nil where there is no such key.
    public func tensor(_ key: String) throws -> Tensor? {
        try fileOfKey[key].map { try files[$0].tensor(key) }
    }

    private static func shards(of index: String) throws -> [SafetensorsFile] {
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
        return try names.map { try SafetensorsFile(path: folder.appending(path: $0).path) }
    }
}
