import FoundationEssentials

/// A file that `torch.save` wrote, in the zip layout of PyTorch 1.6 and later or the layout before it. Tensors are parts of the file.
///
/// Source: torch.serialization, `_save`, `_legacy_save` and their counterparts.
public struct TorchFile: Sendable {
    private let file: WeightFile
    let document: PickleDocument
    private let storages: [Data]

    /// - Throws: `unreadableFile`; `malformedCheckpoint`; `refusedPickle` where the file asks for anything that makes no tensor, number, text, list or table.
    public init(path: String) throws { try self.init(WeightFile(path: path)) }

    init(_ file: WeightFile) throws {
        self.file = file
        let (data, path) = (file.contents, file.path)
        do {
            (document, storages) = try Self.isZip(data) ? Self.readZip(data) : Self.readLegacy(data)
        } catch PickleFailure.refused(let name) {
            throw NeuralNetworksError.refusedPickle(path: path, name: name)
        } catch PickleFailure.malformed(let reason) {
            throw NeuralNetworksError.malformedCheckpoint(path: path, reason: reason)
        } catch let failure as ZipArchive.Failure {
            throw NeuralNetworksError.malformedCheckpoint(path: path, reason: failure.reason)
        }
    }

    public var path: String { file.path }

    /// What was saved.
    public var root: TorchValue { TorchValue(value: document.root, file: self) }

    static func isZip(_ data: Data) -> Bool { data.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// Any pickle of protocol 2 or later; the length that a safetensors file begins with may look like one, but its header does not.
    static func isPickle(_ data: Data) -> Bool { data.first == 0x80 && data.dropFirst(8).first != UInt8(ascii: "{") }

    func tensor(_ index: Int) -> StoredTensor? {
        let record = document.tensors[index]
        return StoredTensor(
            document.storages[record.storage].type, shape: record.shape, strides: record.strides, offset: record.offset, file: file,
            storage: storages[record.storage].indices)
    }

    private static func readZip(_ data: Data) throws -> (PickleDocument, [Data]) {
        let archive = try ZipArchive(data)
        guard let name = archive.names.filter({ $0.hasSuffix("/data.pkl") }).min(by: { $0.utf8.count < $1.utf8.count }),
            let pickle = try archive.contents(of: name)
        else { throw PickleFailure.malformed("it is a zip file without the data.pkl of PyTorch") }
        let prefix = name.dropLast("data.pkl".count)
        if let order = try archive.contents(of: "\(prefix)byteorder"), !order.starts(with: "little".utf8) {
            throw PickleFailure.malformed("its numbers are in the byte order of another machine")
        }
        let document = try PickleReader.read(pickle)
        let storages = try document.storages.map { record in
            guard let bytes = try archive.contents(of: "\(prefix)data/\(record.key)") else {
                throw PickleFailure.malformed("it lacks the storage '\(record.key)'")
            }
            return try part(of: bytes, at: 0, record)
        }
        return (document, storages)
    }

    /// Five pickles (magic number, version, machine, contents, storage keys), then each storage: its count in eight bytes and its numbers.
    private static func readLegacy(_ data: Data) throws -> (PickleDocument, [Data]) {
        let magic = try PickleReader.read(data)
        guard case .longInt(let range) = magic.root, magic.stream.part(range).elementsEqual(Self.magic) else {
            throw PickleFailure.malformed("it is a pickle, but none of PyTorch")
        }
        let version = try PickleReader.read(data, at: magic.end)
        let machine = try PickleReader.read(data, at: version.end)
        if case .bool(false)? = machine.member("little_endian", of: machine.root) {
            throw PickleFailure.malformed("its numbers are in the byte order of another machine")
        }
        let document = try PickleReader.read(data, at: machine.end)
        let keys = try PickleReader.read(data, at: document.end)
        var records: [String: PickleDocument.StorageRecord] = [:]
        for record in document.storages {
            guard records[record.key].map({ $0.type == record.type }) ?? true else { throw PickleFailure.malformed("it gives one storage two types") }
            records[record.key] = record
        }
        var (place, found) = (keys.end, [String: Data]())
        for key in keys.items(keys.root) ?? [] {
            guard let name = keys.text(key), let record = records[name], let count = keys.stream.uint64(place) else {
                throw PickleFailure.malformed("its storages are not those that it lists")
            }
            guard count == record.count else { throw PickleFailure.malformed("the storage '\(name)' has \(count) numbers instead of \(record.count)") }
            let bytes = try part(of: data, at: place + 8, record)
            found[name] = bytes
            place += 8 + bytes.count
        }
        let storages = try document.storages.map { record in
            guard let bytes = found[record.key] else { throw PickleFailure.malformed("it lacks the storage '\(record.key)'") }
            return bytes
        }
        return (document, storages)
    }

    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    private static func part(of data: Data, at place: Int, _ record: PickleDocument.StorageRecord) throws -> Data {
        let (size, overflow) = record.count.multipliedReportingOverflow(by: record.type.size)
        guard !overflow, size <= data.count - place else { throw PickleFailure.malformed("the storage '\(record.key)' is cut off") }
        let start = data.startIndex + place
        return data[start..<(start + size)]
    }
}
