import FoundationEssentials

/// Numbers at any place of a file; nil where they would lie outside.
struct LittleEndianBytes {
    let data: Data

    init(_ data: Data) { self.data = data }

    var count: Int { data.count }

    func uint8(_ place: Int) -> UInt8? { place >= 0 && place < data.count ? data[data.startIndex + place] : nil }
    func uint16(_ place: Int) -> Int? { number(place, bytes: 2).map(Int.init) }
    func uint32(_ place: Int) -> Int? { number(place, bytes: 4).map(Int.init) }
    /// Nil, too, for numbers that no place or size can be.
    func uint64(_ place: Int) -> Int? { number(place, bytes: 8).flatMap { $0 < 1 << 60 ? Int($0) : nil } }

    /// Two's complement of up to eight bytes.
    func signed(_ place: Int, bytes: Int) -> Int? {
        guard let number = number(place, bytes: bytes), bytes > 0 else { return bytes == 0 ? 0 : nil }
        let unused = 64 - 8 * bytes
        return Int((Int64(bitPattern: number) << unused) >> unused)
    }

    func number(_ place: Int, bytes: Int) -> UInt64? {
        guard place >= 0, (1...8).contains(bytes), place <= data.count - bytes else { return nil }
        return (0..<bytes).reversed().reduce(0) { $0 << 8 | UInt64(data[data.startIndex + place + $1]) }
    }

    /// The place of the next line feed; nil where the line would be longer than any that a file of weights holds.
    func endOfLine(from place: Int) -> Int? {
        guard place >= 0, place <= data.count else { return nil }
        return part(place..<min(place + Self.longestLine, data.count)).firstIndex(of: 0x0A).map { $0 - data.startIndex }
    }

    private static let longestLine = 65_536

    /// Bytes of a range that lies inside, as text.
    func text(_ range: Range<Int>) -> String { String(decoding: part(range), as: UTF8.self) }

    func part(_ range: Range<Int>) -> Data { data[(data.startIndex + range.lowerBound)..<(data.startIndex + range.upperBound)] }
}
