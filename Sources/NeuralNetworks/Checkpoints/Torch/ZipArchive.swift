import FoundationEssentials

/// The directory of a zip file whose entries are stored without compression, as PyTorch writes them; nothing is copied.
///
/// Source: PKWARE's APPNOTE, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 and 4.3.15 (zip64) and 4.3.16 (end).
struct ZipArchive {
    /// What can't be read, in words that follow the file's name.
    struct Failure: Error { let reason: String }

    private struct Entry {
        let method: Int
        let flags: Int
        let size: Int
        let compressedSize: Int
        let header: Int
    }

    private let data: Data
    private var entries: [String: Entry] = [:]

    /// PyTorch writes one entry a storage; models have some thousand.
    private static let mostEntries = 200_000

    /// - Throws: `Failure`.
    init(_ data: Data) throws {
        self.data = data
        let bytes = LittleEndianBytes(data)
        let (count, directory) = try Self.directory(bytes)
        entries = try Self.entries(count, in: bytes, directory)
    }

    var names: some Collection<String> { entries.keys }

    /// The bytes of an entry, a part of the file; nil where there is none of that name.
    ///
    /// - Throws: `Failure` for one that is compressed, encrypted or cut off.
    func contents(of name: String) throws -> Data? {
        guard let entry = entries[name] else { return nil }
        guard entry.flags & 1 == 0 else { throw Failure(reason: "its entry '\(name)' is encrypted") }
        guard entry.method == 0, entry.size == entry.compressedSize else {
            throw Failure(reason: "its entry '\(name)' is compressed, which PyTorch's own files never are")
        }
        let bytes = LittleEndianBytes(data)
        guard bytes.uint32(entry.header) == 0x0403_4b50, let length = bytes.uint16(entry.header + 26), let extra = bytes.uint16(entry.header + 28)
        else { throw Failure(reason: "its entry '\(name)' is not where its directory says") }
        let start = entry.header + 30 + length + extra
        guard start <= data.count, entry.size <= data.count - start else { throw Failure(reason: "its entry '\(name)' is cut off") }
        return bytes.part(start..<(start + entry.size))
    }

    /// Where the directory lies, and how many entries it announces.
    private static func directory(_ bytes: LittleEndianBytes) throws -> (count: Int, bytes: Range<Int>) {
        // The end record is the last thing but a comment of at most 65,535 bytes.
        let places = (max(0, bytes.count - 22 - 65_535)..<max(1, bytes.count - 21)).reversed()
        guard let end = places.first(where: { bytes.uint32($0) == 0x0605_4b50 && bytes.uint16($0 + 20) == bytes.count - $0 - 22 }) else {
            throw Failure(reason: "it has no directory at its end; it may be cut off")
        }
        var (count, size, start) = (bytes.uint16(end + 10) ?? 0, bytes.uint32(end + 12) ?? 0, bytes.uint32(end + 16) ?? 0)
        if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF, end >= 20, bytes.uint32(end - 20) == 0x0706_4b50 {
            guard let record = bytes.uint64(end - 12), bytes.uint32(record) == 0x0606_4b50, let wide = bytes.uint64(record + 32),
                let wideSize = bytes.uint64(record + 40), let wideStart = bytes.uint64(record + 48)
            else { throw Failure(reason: "its zip64 directory is broken") }
            (count, size, start) = (wide, wideSize, wideStart)
        }
        guard start <= bytes.count, size <= bytes.count - start else { throw Failure(reason: "its directory lies outside of it") }
        guard count <= mostEntries else { throw Failure(reason: "it announces \(count) entries, more than any file of weights has") }
        return (count, start..<(start + size))
    }

    private static func entries(_ count: Int, in bytes: LittleEndianBytes, _ directory: Range<Int>) throws -> [String: Entry] {
        var (entries, place) = ([String: Entry](), directory.lowerBound)
        for _ in 0..<count {
            guard place + 46 <= directory.upperBound, bytes.uint32(place) == 0x0201_4b50, let flags = bytes.uint16(place + 8),
                let method = bytes.uint16(place + 10), let compressed = bytes.uint32(place + 20), let size = bytes.uint32(place + 24),
                let name = bytes.uint16(place + 28), let extra = bytes.uint16(place + 30), let comment = bytes.uint16(place + 32),
                let header = bytes.uint32(place + 42), place + 46 + name + extra + comment <= directory.upperBound
            else { throw Failure(reason: "its directory is broken") }
            let text = bytes.text((place + 46)..<(place + 46 + name))
            let narrow = Entry(method: method, flags: flags, size: size, compressedSize: compressed, header: header)
            let entry = try widened(narrow, bytes, extra: (place + 46 + name)..<(place + 46 + name + extra))
            guard entries.updateValue(entry, forKey: text) == nil else { throw Failure(reason: "it holds '\(text)' twice") }
            place += 46 + name + extra + comment
        }
        return entries
    }

    /// Replaces the figures that did not fit 32 bits by those of the zip64 field, in the order in which they stand there.
    private static func widened(_ entry: Entry, _ bytes: LittleEndianBytes, extra: Range<Int>) throws -> Entry {
        var figures = [entry.size, entry.compressedSize, entry.header]
        guard figures.contains(0xFFFF_FFFF) else { return entry }
        var place = extra.lowerBound
        while place + 4 <= extra.upperBound, let kind = bytes.uint16(place), let length = bytes.uint16(place + 2) {
            guard place + 4 + length <= extra.upperBound else { break }
            if kind == 1 {
                var field = place + 4
                for index in figures.indices where figures[index] == 0xFFFF_FFFF {
                    guard field + 8 <= place + 4 + length, let wide = bytes.uint64(field) else { throw Failure(reason: "its zip64 figures are broken") }
                    figures[index] = wide
                    field += 8
                }
                return Entry(method: entry.method, flags: entry.flags, size: figures[0], compressedSize: figures[1], header: figures[2])
            }
            place += 4 + length
        }
        throw Failure(reason: "its zip64 figures are missing")
    }
}
