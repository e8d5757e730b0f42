/// A small zip file in memory, its entries stored as they are and their contents aligned to 64 bytes, as PyTorch writes them.
///
/// Source: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16; PyTorch's `PyTorchStreamWriter` for the alignment.
struct ZipWriter {
    private let folder: String
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    init(folder: String) { self.folder = folder }

    mutating func add(_ name: String, _ contents: [UInt8]) {
        let name = Array("\(folder)/\(name)".utf8)
        let start = bytes.count
        // An extra field of PyTorch's own ("FB") fills up to the next multiple of 64.
        let padding = (64 - (start + 30 + name.count + 4) % 64) % 64
        let figures = Self.figures(contents, name: name)
        bytes += Self.numbers((0x0403_4b50, 4), (20, 2)) + figures + Self.numbers((4 + padding, 2)) + name
        bytes += Array("FB".utf8) + Self.numbers((padding, 2)) + Array(repeating: UInt8(ascii: "Z"), count: padding) + contents
        directory += Self.numbers((0x0201_4b50, 4), (20, 2), (20, 2)) + figures
        // No extra field, comment, other disk or attributes.
        directory += Self.numbers((0, 2), (0, 2), (0, 2), (0, 2), (0, 4), (start, 4)) + name
        count += 1
    }

    func finished() -> [UInt8] {
        let end = Self.numbers((0x0605_4b50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (directory.count, 4), (bytes.count, 4), (0, 2))
        return bytes + directory + end
    }

    /// Flags, method, time and date (the first there is), checksum, both sizes and the length of the name, as both headers hold them.
    private static func figures(_ contents: [UInt8], name: [UInt8]) -> [UInt8] {
        numbers((0, 2), (0, 2), (0, 2), (0x21, 2), (Int(checksum(contents)), 4), (contents.count, 4), (contents.count, 4), (name.count, 2))
    }

    private static func numbers(_ fields: (value: Int, bytes: Int)...) -> [UInt8] {
        fields.flatMap { PickleWriter.littleEndian($0.value, bytes: $0.bytes) }
    }

    /// CRC-32 with the polynomial of ISO 3309, bits reversed.
    static func checksum(_ contents: [UInt8]) -> UInt32 {
        var value = ~UInt32(0)
        for byte in contents {
            let index = Int((value ^ UInt32(byte)) & 0xFF)
            value = (value >> 8) ^ table[index]
        }
        return ~value
    }

    private static let table = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        return value
    }
}
