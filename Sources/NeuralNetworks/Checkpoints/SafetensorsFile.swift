import FoundationEssentials
public import Tensors

/// A safetensors file, mapped into memory; tensors are converted to float32 when they are asked for.
///
/// Source: the safetensors format: a little-endian length, a JSON header, then the tensors' bytes, row-major, without holes.
public struct SafetensorsFile: Sendable {
    /// Where a tensor lies in the file.
    public struct Entry: Sendable {
        public let storageType: StorageType
        public let shape: [Int]
        let bytes: Range<Int>
    }

    public let path: String
    public let entries: [String: Entry]
    public let metadata: [String: String]
    private let data: Data

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `unreadableFile`, `malformedCheckpoint` (cut off, overlapping, not JSON), `unsupportedStorageType`.
    public init(path: String) throws {
        let data = try FileContents.mapped(path)
        let header = try SafetensorsHeader(of: data, path: path)
        (self.path, self.data, entries, metadata) = (path, data, header.entries, header.metadata)
    }

    /// The tensor under a key as float32.
    ///
    /// - Throws: `malformedCheckpoint` where the key is absent, `unsupportedStorageType` where it holds integers.
    public func tensor(_ key: String) throws -> Tensor {
        guard let entry = entries[key] else { throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "no key '\(key)'") }
        guard entry.storageType.isFloatingPoint else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: entry.storageType.rawValue)
        }
        return data.withUnsafeBytes { bytes in
            let source = UnsafeRawBufferPointer(rebasing: bytes[entry.bytes])
            return Tensor(shape: entry.shape) { entry.storageType.widen(source, into: $0) }
        }
    }
}
