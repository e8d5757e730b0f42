/// The tags of EXIF data: a TIFF header followed by directories of tags. Reads only what lies inside its bytes.
///
/// Source: TIFF 6.0, section 2; EXIF 2.32, section 4.6.
struct TIFFReader {
    private let bytes: [UInt8]
    private let isBigEndian: Bool
    private var directory: Int

    /// Throws nothing: data that is not a TIFF header gives `nil`.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 8 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0x49, 0x49): isBigEndian = false
        case (0x4D, 0x4D): isBigEndian = true
        default: return nil
        }
        self.bytes = bytes
        directory = 0
        guard number(at: 2, size: 2) == 42, let first = number(at: 4, size: 4) else { return nil }
        directory = first
    }

    /// The value of a tag holding one 16-bit number.
    func short(tag: Int) -> Int? {
        guard let entry = entry(tag), number(at: entry + 2, size: 2) == 3 else { return nil }
        return number(at: entry + 8, size: 2)
    }

    /// The bytes of a tag of type UNDEFINED, BYTE or ASCII.
    func bytes(tag: Int) -> ArraySlice<UInt8>? {
        guard let entry = entry(tag), let count = number(at: entry + 4, size: 4),
            let place = count <= 4 ? entry + 8 : number(at: entry + 8, size: 4),
            place <= bytes.count, count <= bytes.count - place
        else { return nil }
        return bytes[place..<place + count]
    }

    /// The directory that a tag of this one points to.
    func directory(tag: Int) -> TIFFReader? {
        guard let entry = entry(tag), let place = number(at: entry + 8, size: 4) else { return nil }
        var reader = self
        reader.directory = place
        return reader
    }

    var isLittleEndian: Bool { !isBigEndian }

    private func entry(_ tag: Int) -> Int? {
        guard let count = number(at: directory, size: 2) else { return nil }
        for i in 0..<count {
            let entry = directory + 2 + i * 12
            guard let found = number(at: entry, size: 2) else { return nil }
            if found == tag { return entry }
        }
        return nil
    }

    private func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        let part = bytes[offset..<offset + size]
        return isBigEndian ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
