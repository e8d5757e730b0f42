internal import CJPEG

/// Reading and writing JPEG through TurboJPEG.
///
/// Source: ITU-T T.81; TurboJPEG C API 2.1.
enum JPEG {
    /// Baseline or progressive, gray, YCbCr, RGB or CMYK to 8-bit RGB, with the accurate inverse DCT and smooth chroma upsampling, like Pillow.
    ///
    /// Throws: ``ImageError``.
    static func decode(_ bytes: [UInt8], source: String) throws -> Bitmap {
        guard let decoder = tjInitDecompress() else { throw ImageError.damaged(source: source, reason: "the JPEG decoder cannot start") }
        defer { tjDestroy(decoder) }
        let data = completed(bytes)
        var (width, height, subsampling, colour): (CInt, CInt, CInt, CInt) = (0, 0, -1, -1)
        let status = tjDecompressHeader3(decoder, data, UInt(data.count), &width, &height, &subsampling, &colour)
        // An uncommon subsampling has no name in TurboJPEG and is reported as an error, though it can be decoded.
        guard status == 0 || (width > 0 && height > 0 && colour >= 0) else {
            throw ImageError.damaged(source: source, reason: message(of: decoder))
        }
        let size = (width: Int(width), height: Int(height))
        try Bitmap.validate(width: size.width, height: size.height, source: source)
        // Every block of 64 pixels takes at least a bit, of colour or of gray; memory for more than the file can fill is not taken.
        guard size.width * size.height / 2048 <= bytes.count else {
            throw ImageError.damaged(source: source, reason: "\(bytes.count) bytes cannot hold \(size.width)×\(size.height) pixels")
        }
        guard colour == TJCS_CMYK.rawValue || colour == TJCS_YCCK.rawValue else {
            let pixels = try decodePixels(decoder, data, size, format: TJPF_RGB, channels: 3, source: source)
            return Bitmap(trusted: size.width, size.height, pixels)
        }
        let inks = try decodePixels(decoder, data, size, format: TJPF_CMYK, channels: 4, source: source)
        return Bitmap(trusted: size.width, size.height, colours(ofInverted: inks))
    }

    private static func decodePixels(
        _ decoder: tjhandle, _ data: [UInt8], _ size: (width: Int, height: Int), format: TJPF, channels: Int, source: String
    ) throws -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: size.width * size.height * channels)
        let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
        let status = tjDecompress2(
            decoder, data, UInt(data.count), &pixels, CInt(size.width), 0, CInt(size.height), CInt(format.rawValue), flags)
        if status != 0 {
            let reason = message(of: decoder)
            guard tjGetErrorCode(decoder) == TJERR_WARNING.rawValue, isHarmless(reason) else {
                throw ImageError.damaged(source: source, reason: reason)
            }
        }
        return pixels
    }

    /// Warnings about bytes beside the picture; all others say that pixels are missing or wrong.
    private static func isHarmless(_ warning: String) -> Bool {
        ["extraneous bytes", "Unknown Adobe", "Warning: unknown JFIF"].contains { part in
            warning.utf8.firstIndex(ofSequence: part.utf8) != nil
        }
    }

    /// Data that lacks only its end marker holds every pixel: with the marker added, the decoder complains only when pixels are missing.
    private static func completed(_ bytes: [UInt8]) -> [UInt8] {
        let tail = bytes.suffix(64)
        let hasEnd = tail.indices.dropLast().contains { tail[$0] == 0xFF && tail[$0 + 1] == 0xD9 }
        return hasEnd ? bytes : bytes + [0xFF, 0xD9]
    }

    /// Inverted CMYK, as Adobe's programs store it, to RGB by Pillow's integer arithmetic.
    ///
    /// Source: Pillow, `libImaging/Convert.c`, `cmyk2rgb`, after the "CMYK;I" unpacker.
    private static func colours(ofInverted inks: [UInt8]) -> [UInt8] {
        var pixels = [UInt8]()
        pixels.reserveCapacity(inks.count / 4 * 3)
        for i in stride(from: 0, to: inks.count, by: 4) {
            let light = Int(inks[i + 3])
            for channel in 0..<3 {
                let scaled = (255 - Int(inks[i + channel])) * light + 128
                pixels.append(UInt8(max(0, light - ((scaled >> 8) + scaled) >> 8)))
            }
        }
        return pixels
    }

    static func message(of handle: tjhandle) -> String {
        tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
    }
}
