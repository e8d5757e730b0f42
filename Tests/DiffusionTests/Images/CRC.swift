/// The checksum of a PNG chunk, to forge headers with.
enum CRC {
    static func bytes(of chunk: ArraySlice<UInt8>) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in chunk {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~crc >> $0) }
    }

    /// A file whose chunks have the checksums of what they hold now, as far as their lengths lead.
    static func repaired(_ png: [UInt8]) -> [UInt8] {
        var (result, place) = (png, 8)
        while place + 12 <= png.count {
            let length = png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= png.count - place - 12 else { break }
            let end = place + 8 + length
            result.replaceSubrange(end..<(end + 4), with: bytes(of: png[(place + 4)..<end]))
            place = end + 4
        }
        return result
    }
}
