import FoundationEssentials
import JSONValues
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

    /// A header longer than this is refused, as the format's own reader does.
    private static let longestHeader = 100_000_000

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `unreadableFile`, `malformedCheckpoint` (truncated, overlapping, not JSON), `unsupportedStorageType`.
    public init(path: String) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: [.alwaysMapped])
        } catch {
            let reason = FileManager.default.fileExists(atPath: path) ? "\(error)" : "no such file"
            throw NeuralNetworksError.unreadableFile(path: path, reason: reason)
        }
        self.path = path
        self.data = data
        let header = try Self.header(of: data, path: path)
        metadata = (header["__metadata__"]?.object ?? [:]).compactMapValues(\.string)
        let start = 8 + Self.headerLength(of: data)
        entries = try (header.object ?? [:]).reduce(into: [:]) { entries, member in
            guard member.key != "__metadata__" else { return }
            entries[member.key] = try Self.entry(member.key, member.value, start: start, end: data.count, path: path)
        }
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

    private static func headerLength(of data: Data) -> Int {
        let length = data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian }
        return Int(exactly: length) ?? Int.max
    }

    private static func header(of data: Data, path: String) throws -> JSONValue {
        func malformed(_ reason: String) -> NeuralNetworksError { .malformedCheckpoint(path: path, reason: reason) }
        guard data.count >= 8 else { throw malformed("it has \(data.count) bytes; a header length alone takes 8") }
        let length = headerLength(of: data)
        guard length <= longestHeader else { throw malformed("its header would be \(length) bytes long (at most \(longestHeader))") }
        guard 8 + length <= data.count else { throw malformed("its header is cut off: \(length) bytes announced, \(data.count - 8) there") }
        guard let header = try? JSONValue(parsing: data[8..<(8 + length)]), header.object != nil else {
            throw malformed("its header is not a JSON object")
        }
        return header
    }

    private static func entry(_ key: String, _ value: JSONValue, start: Int, end: Int, path: String) throws -> Entry {
        func malformed(_ reason: String) -> NeuralNetworksError { .malformedCheckpoint(path: path, reason: "'\(key)' \(reason)") }
        let name = value["dtype"]?.string ?? "nothing"
        guard let type = StorageType(rawValue: name) else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: name)
        }
        guard let shape = value["shape"]?.array?.map(\.int), let offsets = value["data_offsets"]?.array?.compactMap(\.int), offsets.count == 2
        else { throw malformed("has no shape or no offsets") }
        var count = 1
        for case let extent in shape {
            guard let extent, extent >= 0 else { throw malformed("has a shape that is no list of sizes") }
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow, product <= 1 << 40 else { throw malformed("has an impossible shape") }
            count = product
        }
        guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] - offsets[0] == count * type.size else {
            throw malformed("takes \(count * type.size) bytes by its shape; its offsets are \(offsets)")
        }
        guard offsets[1] <= end - start else {
            throw malformed("is cut off: it ends at byte \(offsets[1]) of \(end - start)")
        }
        return Entry(storageType: type, shape: shape.compactMap(\.self), bytes: (start + offsets[0])..<(start + offsets[1]))
    }
}
