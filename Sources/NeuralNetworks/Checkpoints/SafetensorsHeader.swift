import FoundationEssentials
import JSONValues

/// What the header of a safetensors file says, once it has been checked against the bytes that follow.
///
/// Source: the safetensors format; the same lies are refused as by its own reader.
struct SafetensorsHeader {
    /// Where a tensor lies in the file.
    struct Entry {
        let storageType: StorageType
        let shape: [Int]
        let bytes: Range<Int>
    }

    let entries: [String: Entry]
    let metadata: [String: String]

    /// A header longer than this is refused, as the format's own reader does.
    private static let longest = 100_000_000

    init(of data: Data, path: String) throws {
        func malformed(_ reason: String) -> NeuralNetworksError { .malformedCheckpoint(path: path, reason: reason) }
        guard data.count >= 8 else { throw malformed("it has \(data.count) bytes; the length of a header alone takes 8") }
        let announced = data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian }
        guard announced <= Self.longest else { throw malformed("its header would be \(announced) bytes long (at most \(Self.longest))") }
        let start = 8 + Int(announced)
        guard start <= data.count else { throw malformed("its header is cut off: \(announced) bytes announced, \(data.count - 8) there") }
        let members: [String: JSONValue]
        do {
            guard let object = try JSONValue(parsing: data[8..<start], allowsRepeatedKeys: false).object else {
                throw malformed("its header is no table of tensors")
            }
            members = object
        } catch let error as JSONSyntaxError {
            throw malformed("its header is \(error)")
        }
        metadata = try Self.metadata(members["__metadata__"], path: path)
        entries = try members.filter { $0.key != "__metadata__" }.reduce(into: [:]) { entries, member in
            entries[member.key] = try Self.entry(member.key, member.value, start: start, end: data.count, path: path)
        }
        try checkCoverage(start..<data.count, path: path)
    }

    private static func metadata(_ value: JSONValue?, path: String) throws -> [String: String] {
        guard let value, !value.isNull else { return [:] }
        guard let members = value.object, members.allSatisfy({ $0.value.string != nil }) else {
            throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "its '__metadata__' is no table of texts")
        }
        return members.compactMapValues(\.string)
    }

    private static func entry(_ key: String, _ value: JSONValue, start: Int, end: Int, path: String) throws -> Entry {
        func malformed(_ reason: String) -> NeuralNetworksError { .malformedCheckpoint(path: path, reason: "'\(key)' \(reason)") }
        let name = value["dtype"]?.string ?? "nothing"
        guard let type = StorageType(rawValue: name) else {
            throw NeuralNetworksError.unsupportedStorageType(path: path, key: key, found: name)
        }
        guard let shape = whole(value["shape"]), shape.count <= StoredTensor.greatestRank, let offsets = whole(value["data_offsets"]), offsets.count == 2 else {
            throw malformed("has no shape or no offsets")
        }
        guard let count = StoredTensor.count(shape) else { throw malformed("has an impossible shape") }
        let size = count * type.size
        guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == size else {
            throw malformed("takes \(size) bytes by its shape; its offsets are \(offsets)")
        }
        guard offsets[1] <= end - start else { throw malformed("is cut off: it ends at byte \(offsets[1]) of \(end - start)") }
        return Entry(storageType: type, shape: shape, bytes: (start + offsets[0])..<(start + offsets[1]))
    }

    /// A list of numbers from 0 on.
    private static func whole(_ value: JSONValue?) -> [Int]? {
        guard let list = value?.array?.map(\.int), list.allSatisfy({ $0 ?? -1 >= 0 }) else { return nil }
        return list.compactMap(\.self)
    }

    /// Tensors follow each other without overlap or hole, from the header to the end of the file.
    private func checkCoverage(_ bytes: Range<Int>, path: String) throws {
        var end = bytes.lowerBound
        for (key, entry) in entries.sorted(by: {
            ($0.value.bytes.lowerBound, $0.value.bytes.upperBound) < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
        }) {
            guard entry.bytes.lowerBound == end else {
                let place = "starts at byte \(entry.bytes.lowerBound - bytes.lowerBound), where the tensor before ends at \(end - bytes.lowerBound)"
                throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "'\(key)' \(place)")
            }
            end = entry.bytes.upperBound
        }
        guard end == bytes.upperBound else {
            throw NeuralNetworksError.malformedCheckpoint(path: path, reason: "\(bytes.upperBound - end) bytes at its end belong to no tensor")
        }
    }
}
