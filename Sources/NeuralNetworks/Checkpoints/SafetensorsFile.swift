import FoundationEssentials
public import Tensors

/// A safetensors file; tensors are read, and converted to float32, when they are asked for.
///
/// Source: the safetensors format: a little-endian length, a JSON header, then the tensors' bytes, row-major, without holes.
public struct SafetensorsFile: Sendable {
    public let path: String
    public let entries: [String: StoredTensor]
    public let metadata: [String: String]

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `unreadableFile`, `malformedCheckpoint` (cut off, overlapping, not JSON), `unsupportedStorageType`.
    public init(path: String) throws { try self.init(WeightFile(path: path)) }

    init(_ file: WeightFile) throws {
        let header = try SafetensorsHeader(of: file.contents, path: file.path)
        path = file.path
        metadata = header.metadata
        entries = header.entries.mapValues { StoredTensor($0.storageType, shape: $0.shape, file: file, bytes: $0.bytes) }
    }

    /// The tensor under a key as float32.
    ///
    /// - Throws: `malformedCheckpoint` where the key is absent, `unsupportedStorageType` where it holds integers,
    ///   `unreadableFile` where the file became shorter.
    public func tensor(_ key: String) throws -> Tensor {
        guard let entry = entries[key] else { throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "no key '\(key)'") }
        guard let tensor = try entry.tensor() else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: entry.storageType.rawValue)
        }
        return tensor
    }
}
