internal import CPNG

/// Reading and writing PNG through libpng.
///
/// Source: PNG specification (third edition), libpng manual 1.6.
enum PNG {
    struct Content {
        var bitmap: Bitmap
        /// How much of each pixel is seen; nil where all of all is.
        var alpha: [UInt8]?
        var texts: [ImageText]
        var orientation: ImageOrientation
        /// The values of 16-bit gray; nil for everything else.
        var deepGray: [UInt16]?
    }

    /// Any colour type, bit depth and interlacing to 8-bit RGB, as Pillow's `convert("RGB")` gives it: transparency is left out (and given beside),
    /// gamma ignored, 16-bit colour cut to its high byte, and 16-bit gray clipped at 255.
    ///
    /// Throws: ``ImageError``.
    static func decode(_ bytes: [UInt8], source: String) throws -> Content {
        try bytes.withUnsafeBufferPointer { buffer in
            var reader = easel_png_reader()
            defer { easel_png_close(&reader) }
            guard easel_png_open(&reader, buffer.baseAddress, buffer.count) == 1 else {
                throw ImageError.damaged(source: source, reason: message(of: reader))
            }
            let (bitmap, alpha, deepGray) = try readPixels(&reader, source: source)
            // What follows the pixels is only text; Pillow, too, forgives a missing end.
            _ = easel_png_read_rest(&reader)
            let texts = readTexts(&reader)
            return Content(bitmap: bitmap, alpha: alpha, texts: texts, orientation: readOrientation(&reader, texts: texts), deepGray: deepGray)
        }
    }

    private static func readPixels(_ reader: inout easel_png_reader, source: String) throws -> (Bitmap, alpha: [UInt8]?, deepGray: [UInt16]?) {
        let width = Int(png_get_image_width(reader.png, reader.info))
        let height = Int(png_get_image_height(reader.png, reader.info))
        try Bitmap.validate(width: width, height: height, source: source)
        try refuseImpossiblySmall(reader, width: width, height: height, source: source)
        let channels = easel_png_has_alpha(&reader) == 0 ? 3 : 4
        var pixels = [UInt8](repeating: 0, count: width * height * channels)
        let isGray16 = easel_png_is_gray16(&reader) == 1
        guard easel_png_read_rows(&reader, &pixels, CInt(channels)) == 1 else {
            throw ImageError.damaged(source: source, reason: message(of: reader))
        }
        let deepGray = isGray16 ? gray16(pixels, width: width, height: height) : nil
        if isGray16 { clipGray16(&pixels, width: width, height: height) }
        guard channels == 4 else { return (Bitmap(trusted: width, height, pixels), nil, deepGray) }
        return (Bitmap(trusted: width, height, Transparency.colours(of: pixels)), Transparency.coverage(of: pixels), nil)
    }

    /// Deflate cannot shrink data more than 1032-fold: a small file that claims a huge picture is refused before memory is taken.
    private static func refuseImpossiblySmall(_ reader: easel_png_reader, width: Int, height: Int, source: String) throws {
        let bits = Int(png_get_channels(reader.png, reader.info)) * Int(png_get_bit_depth(reader.png, reader.info))
        let rawSize = (width * bits + 7) / 8 * height
        guard rawSize / 1032 <= reader.size else {
            throw ImageError.damaged(source: source, reason: "\(reader.size) bytes cannot hold \(width)×\(height) pixels")
        }
    }

    /// Each row begins with `width` big-endian pairs.
    private static func gray16(_ pixels: [UInt8], width: Int, height: Int) -> [UInt16] {
        (0..<height).flatMap { row in
            (0..<width).map { x in UInt16(pixels[row * width * 3 + 2 * x]) << 8 | UInt16(pixels[row * width * 3 + 2 * x + 1]) }
        }
    }

    /// Each row begins with `width` big-endian pairs; spread them from the row's end, so that none is overwritten before it is read.
    private static func clipGray16(_ pixels: inout [UInt8], width: Int, height: Int) {
        for row in 0..<height {
            let start = row * width * 3
            for x in stride(from: width - 1, through: 0, by: -1) {
                let value = pixels[start + 2 * x] > 0 ? 255 : pixels[start + 2 * x + 1]
                for channel in 0..<3 { pixels[start + 3 * x + channel] = value }
            }
        }
    }

    private static func readTexts(_ reader: inout easel_png_reader) -> [ImageText] {
        var entries: png_textp?
        let count = Int(easel_png_texts(&reader, &entries))
        guard let entries else { return [] }
        return (0..<count).compactMap { i in
            let entry = entries[i]
            guard let key = entry.key, let value = entry.text else { return nil }
            let isUTF8 = entry.compression >= PNG_ITXT_COMPRESSION_NONE
            let length = isUTF8 ? entry.itxt_length : entry.text_length
            let bytes = UnsafeRawBufferPointer(start: value, count: length)
            let text = isUTF8 ? String(decoding: bytes, as: UTF8.self) : latin1(bytes)
            return ImageText(keyword: latin1(UnsafeRawBufferPointer(start: key, count: strlen(key))), text: text)
        }
    }

    private static func readOrientation(_ reader: inout easel_png_reader, texts: [ImageText]) -> ImageOrientation {
        var exif: png_bytep?
        let count = easel_png_exif(&reader, &exif)
        if let exif, count > 0 {
            let bytes = Array(UnsafeBufferPointer(start: exif, count: count))
            if let orientation = ImageOrientation(exif: bytes[...]) { return orientation }
        }
        let xmp = texts.first { $0.keyword == "XML:com.adobe.xmp" }
        return xmp.flatMap { ImageOrientation(xmp: $0.text) } ?? .upright
    }

    private static func latin1(_ bytes: UnsafeRawBufferPointer) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func message(of reader: easel_png_reader) -> String {
        withUnsafeBytes(of: reader.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
