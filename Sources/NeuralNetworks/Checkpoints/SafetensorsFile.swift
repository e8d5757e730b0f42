import FoundationEssentials
public import Tensors

/// A safetensors file, mapped into memory; tensors are converted to float32 when they are asked for.
///
/// Source: the safetensors format: a little-endian length, a JSON header, then the tensors' bytes, row-major, without holes.
public struct SafetensorsFile: Sendable {
    public let path: String
    public let entries: [String: StoredTensor]
    public let metadata: [String: String]

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `unreadableFile`, `malformedCheckpoint` (cut off, overlapping, not JSON), `unsupportedStorageType`.
    public init(path: String) throws { try self.init(FileContents.mapped(path), path: path) }

    init(_ data: Data, path: String) throws {
        let header = try SafetensorsHeader(of: data, path: path)
        self.path = path
        metadata = header.metadata
        entries = header.entries.mapValues { StoredTensor($0.storageType, shape: $0.shape, bytes: data[$0.bytes]) }
    }

    /// The tensor under a key as float32.
    ///
    /// - Throws: `malformedCheckpoint` where the key is absent, `unsupportedStorageType` where it holds integers.
    public func tensor(_ key: String) throws -> Tensor {
        guard let entry = entries[key] else { throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "no key '\(key)'") }
        guard let tensor = entry.tensor() else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: entry.storageType.rawValue)
        }
        return tensor
    }
}
