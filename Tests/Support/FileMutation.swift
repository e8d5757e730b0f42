/// Changes a file's bytes as accidents and ill will do: the same for the same seed.
package struct FileMutation {
    private var state: UInt64

    package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// One to four changes: bytes, cuts, repetitions, numbers at the edges of their types, and lengths that lie.
    package mutating func changed(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(4) { change(&result) }
        return result
    }

    package mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % max(bound, 1)
    }

    private static let edges: [[UInt8]] = [
        [0], [0xFF], [0x7F], [0x80], [0xFF, 0xFF], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], Array("99999999999".utf8), Array("-1".utf8),
        Array("1e999".utf8), Array("null".utf8), Array("\"".utf8), Array("[[[[".utf8), Array("}".utf8),
    ]

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes = [UInt8(below(256))] }
        let place = below(bytes.count)
        switch below(7) {
        case 0, 1: bytes[place] = UInt8(below(256))
        case 2: bytes[place] ^= 1 << UInt8(below(8))
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
        case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(32))], at: below(bytes.count))
        case 5:
            let edge = Self.edges[below(Self.edges.count)]
            bytes.replaceSubrange(place..<min(bytes.count, place + edge.count), with: edge)
        default: if below(4) == 0 { bytes.removeSubrange(place...) } else { bytes.insert(UInt8(below(256)), at: place) }
        }
    }
}
