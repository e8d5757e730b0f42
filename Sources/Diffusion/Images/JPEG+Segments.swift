extension JPEG {
    /// How the pixels must be turned, from the first EXIF segment, or from the XMP segment where EXIF says nothing.
    static func orientation(in bytes: [UInt8]) -> ImageOrientation {
        let blocks = applicationBlocks(in: bytes)
        for block in blocks where block.starts(with: exifHeader) {
            if let orientation = ImageOrientation(exif: block) { return orientation }
        }
        for block in blocks where block.starts(with: "http://ns.adobe.com/xap/1.0/\0".utf8) {
            if let orientation = ImageOrientation(xmp: String(decoding: block, as: UTF8.self)) { return orientation }
        }
        return .upright
    }

    /// EXIF's UserComment under the keyword `parameters`, where other tools keep in a JPEG what a PNG has as a text chunk, and Easel's own MakerNote.
    static func texts(in bytes: [UInt8]) -> [ImageText] {
        for block in applicationBlocks(in: bytes) where block.starts(with: exifHeader) {
            guard let details = TIFFReader(Array(block.dropFirst(exifHeader.count)))?.directory(tag: exifDirectoryTag) else { continue }
            let comment = details.bytes(tag: userCommentTag).flatMap { userComment(Array($0), isLittleEndian: details.isLittleEndian) }
            let note = details.bytes(tag: makerNoteTag).flatMap {
                $0.starts(with: makerHeader) ? String(decoding: $0.dropFirst(makerHeader.count), as: UTF8.self) : nil
            }
            let texts = [comment.map { ImageText(keyword: "parameters", text: $0) }, note.map { ImageText(keyword: makerKeyword, text: $0) }]
            return texts.compactMap { $0 }
        }
        return []
    }

    /// An EXIF segment (with marker and length) that holds a UserComment and a MakerNote; without the note, or `nil`, when they would not fit into one segment.
    ///
    /// Source: EXIF 2.32, section 4.6.5: an eight-byte code names the comment's encoding, here "UNICODE", read as UTF-16 in the header's byte order.
    static func exifSegment(userComment text: String, makerNote: String?) -> [UInt8]? {
        let comment = Array("UNICODE\0".utf8) + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let note = makerNote.map { makerHeader + Array($0.utf8) }
        // Tags stand in the order of their numbers.
        let entries = (note.map { [(makerNoteTag, $0)] } ?? []) + [(userCommentTag, comment)]
        var tiff: [UInt8] = Array("MM".utf8) + bigEndian(42, 2) + bigEndian(8, 4)
        tiff += bigEndian(1, 2) + bigEndian(exifDirectoryTag, 2) + bigEndian(4, 2) + bigEndian(1, 4) + bigEndian(26, 4) + bigEndian(0, 4)
        tiff += bigEndian(entries.count, 2)
        var place = tiff.count + 12 * entries.count + 4
        for (tag, content) in entries {
            tiff += bigEndian(tag, 2) + bigEndian(7, 2) + bigEndian(content.count, 4) + bigEndian(place, 4)
            place += content.count
        }
        tiff += bigEndian(0, 4) + entries.flatMap(\.1)
        let length = 2 + exifHeader.count + tiff.count
        guard length <= 0xFFFF else { return note == nil ? nil : exifSegment(userComment: text, makerNote: nil) }
        return [0xFF, 0xE1] + bigEndian(length, 2) + exifHeader + tiff
    }

    private static let exifHeader = Array("Exif\0\0".utf8)
    private static let exifDirectoryTag = 0x8769
    private static let makerNoteTag = 0x927C
    private static let userCommentTag = 0x9286
    /// The keyword of the text that a MakerNote holds, behind the maker's name.
    static let makerKeyword = "easel"
    private static let makerHeader = Array("Easel\0".utf8)

    /// The contents of the APP1 segments before the first scan.
    private static func applicationBlocks(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var blocks: [ArraySlice<UInt8>] = []
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            let end = place + 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
            guard marker != 0xDA, end >= place + 4, end <= bytes.count else { break }
            if marker == 0xE1 { blocks.append(bytes[(place + 4)..<end]) }
            place = end
        }
        return blocks
    }

    private static func userComment(_ bytes: [UInt8], isLittleEndian: Bool) -> String? {
        let content = bytes.dropFirst(8)
        if bytes.starts(with: "ASCII".utf8) { return String(decoding: content.prefix { $0 != 0 }, as: UTF8.self) }
        guard bytes.starts(with: "UNICODE".utf8) else { return nil }
        let units = stride(from: content.startIndex, to: content.endIndex - 1, by: 2).map { i in
            let (low, high) = isLittleEndian ? (content[i], content[i + 1]) : (content[i + 1], content[i])
            return UInt16(high) << 8 | UInt16(low)
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func bigEndian(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
