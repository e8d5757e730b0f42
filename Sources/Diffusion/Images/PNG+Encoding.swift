internal import CPNG

extension PNG {
    /// A PNG file with text chunks: tEXt where Latin-1 can hold the text, iTXt (UTF-8) elsewhere, as Pillow writes them.
    ///
    /// Throws: ``ImageError/invalidKeyword(_:)``.
    static func encode(_ bitmap: Bitmap, texts: [ImageText]) throws -> [UInt8] {
        if let bad = texts.first(where: { !TextEntry.isKeyword($0.keyword) }) { throw ImageError.invalidKeyword(bad.keyword) }
        let entries = texts.map(TextEntry.init)
        var chunks = entries.map(\.chunk)
        defer { entries.forEach { $0.free() } }
        var writer = easel_png_writer()
        defer { easel_png_writer_free(&writer) }
        let done = easel_png_write(
            &writer, bitmap.pixels, UInt32(bitmap.width), UInt32(bitmap.height), &chunks, CInt(chunks.count))
        guard done == 1 else {
            let reason = withUnsafeBytes(of: writer.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw ImageError.unwritable(path: "PNG data", reason: reason)
        }
        return Array(UnsafeBufferPointer(start: writer.data, count: writer.size))
    }

    /// One text in the C memory that libpng reads.
    private struct TextEntry {
        let chunk: png_text

        init(_ text: ImageText) {
            // A NUL would end the chunk's text early.
            let scalars = text.text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }
            let isLatin1 = scalars.allSatisfy { $0.value < 256 }
            var chunk = png_text()
            chunk.compression = isLatin1 ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE
            chunk.key = Self.copy(text.keyword.unicodeScalars.map { UInt8($0.value) })
            chunk.text = Self.copy(isLatin1 ? scalars.map { UInt8($0.value) } : Array(String(String.UnicodeScalarView(scalars)).utf8))
            self.chunk = chunk
        }

        func free() {
            chunk.key.deallocate()
            chunk.text.deallocate()
        }

        private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
            let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
            for (i, byte) in bytes.enumerated() { memory[i] = CChar(bitPattern: byte) }
            memory[bytes.count] = 0
            return memory
        }

        static func isKeyword(_ keyword: String) -> Bool {
            let printable = keyword.unicodeScalars.allSatisfy { 32...126 ~= $0.value || 161...255 ~= $0.value }
            return printable && 1...79 ~= keyword.unicodeScalars.count
                && !keyword.hasPrefix(" ") && !keyword.hasSuffix(" ")
                && keyword.utf8.firstIndex(ofSequence: "  ".utf8) == nil
        }
    }
}
