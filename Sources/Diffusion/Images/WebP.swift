import CWebP

/// Reading WebP through libwebp.
///
/// Source: RFC 9649 (WebP Image Format), libwebp's API documentation.
enum WebP {
    /// Lossy or lossless to 8-bit RGB; transparency is left out, as Pillow's `convert("RGB")` does, and given beside. A moving picture is refused.
    ///
    /// Throws: ``ImageError``.
    static func decode(_ bytes: [UInt8], source: String) throws -> (bitmap: Bitmap, alpha: [UInt8]?) {
        var features = WebPBitstreamFeatures()
        let status = WebPGetFeatures(bytes, bytes.count, &features)
        guard status == VP8_STATUS_OK else { throw ImageError.damaged(source: source, reason: reason(status)) }
        guard features.has_animation == 0 else { throw ImageError.unsupportedFormat(source: source, found: "a WebP that moves") }
        let (width, height) = (Int(features.width), Int(features.height))
        try Bitmap.validate(width: width, height: height, source: source)
        let channels = features.has_alpha == 0 ? 3 : 4
        var pixels = [UInt8](repeating: 0, count: width * height * channels)
        let decode = channels == 3 ? WebPDecodeRGBInto : WebPDecodeRGBAInto
        guard decode(bytes, bytes.count, &pixels, pixels.count, CInt(width * channels)) != nil else {
            throw ImageError.damaged(source: source, reason: "it is cut off or broken")
        }
        guard channels == 4 else { return (Bitmap(trusted: width, height, pixels), nil) }
        return (Bitmap(trusted: width, height, Transparency.colours(of: pixels)), Transparency.coverage(of: pixels))
    }

    /// How the pixels must be turned, from the EXIF chunk, or from the XMP chunk where EXIF says nothing.
    static func orientation(in bytes: [UInt8]) -> ImageOrientation {
        if let exif = chunk("EXIF", in: bytes), let orientation = ImageOrientation(exif: exif) { return orientation }
        return chunk("XMP ", in: bytes).flatMap { ImageOrientation(xmp: String(decoding: $0, as: UTF8.self)) } ?? .upright
    }

    /// The content of the first chunk of a kind. Chunks are padded to even sizes.
    private static func chunk(_ name: String, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 12
        while place + 8 <= bytes.count {
            let size = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            guard size <= bytes.count - place - 8 else { return nil }
            let content = bytes[(place + 8)..<(place + 8 + size)]
            if bytes[place..<(place + 4)].elementsEqual(name.utf8) { return content }
            place += 8 + size + size % 2
        }
        return nil
    }

    private static func reason(_ status: VP8StatusCode) -> String {
        switch status {
        case VP8_STATUS_NOT_ENOUGH_DATA: "it is cut off"
        case VP8_STATUS_UNSUPPORTED_FEATURE: "it uses a feature that libwebp does not know"
        default: "it is broken"
        }
    }
}
