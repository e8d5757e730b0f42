extension Bitmap {
    /// The picture in a PNG, JPEG or WebP file, upright.
    ///
    /// Throws: ``ImageError``, which names the file.
    public init(path: String) throws {
        self = try ImageFile(path: path).bitmap
    }

    /// A PNG file in memory, with text chunks.
    ///
    /// Throws: ``ImageError/invalidKeyword(_:)``.
    public func png(texts: [ImageText] = []) throws -> [UInt8] {
        try PNG.encode(self, texts: texts)
    }

    /// A JPEG file in memory. `quality` is 1 to 100; a text named `parameters` is stored as EXIF's UserComment, others are left out.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)`` for a side over 65,500 pixels.
    public func jpeg(quality: Int = 95, texts: [ImageText] = []) throws -> [UInt8] {
        try JPEG.encode(self, quality: quality, texts: texts)
    }

    /// Writes a PNG or JPEG file, as the name's ending says; an existing file is replaced whole or not at all.
    ///
    /// Throws: ``ImageError``, which names the file.
    public func write(to path: String, quality: Int = 95, texts: [ImageText] = []) throws {
        let bytes =
            switch try ImageFormat(path: path) {
            case .png: try png(texts: texts)
            case .jpeg: try jpeg(quality: quality, texts: texts)
            // No name asks for it.
            case .webp: throw ImageError.unsupportedExtension(path: path)
            }
        do {
            try FileBytes.write(bytes, to: path)
        } catch {
            throw ImageError.unwritable(path: path, reason: error.reason)
        }
    }
}
