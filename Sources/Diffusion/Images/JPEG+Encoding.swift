internal import CJPEG

extension JPEG {
    /// A baseline JPEG file; `quality` is 1 to 100, with full colour resolution from 90 on. The text stored under `parameters`
    /// becomes EXIF's UserComment, that under `easel` its MakerNote, where they fit.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)`` for a side over 65,500 pixels, which the format cannot hold.
    static func encode(_ bitmap: Bitmap, quality: Int, texts: [ImageText]) throws -> [UInt8] {
        guard bitmap.width <= 65_500, bitmap.height <= 65_500 else {
            throw ImageError.invalidSize(width: bitmap.width, height: bitmap.height, reason: "a JPEG has at most 65500 pixels a side")
        }
        guard let encoder = tjInitCompress() else { throw ImageError.unwritable(path: "JPEG data", reason: "the encoder cannot start") }
        defer { tjDestroy(encoder) }
        var memory: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        defer { tjFree(memory) }
        let quality = min(max(quality, 1), 100)
        let subsampling = quality >= 90 ? TJSAMP_444 : TJSAMP_420
        let status = tjCompress2(
            encoder, bitmap.pixels, CInt(bitmap.width), 0, CInt(bitmap.height), CInt(TJPF_RGB.rawValue),
            &memory, &size, CInt(subsampling.rawValue), CInt(quality), TJFLAG_ACCURATEDCT)
        guard status == 0, let memory else { throw ImageError.unwritable(path: "JPEG data", reason: message(of: encoder)) }
        let file = Array(UnsafeBufferPointer(start: memory, count: Int(size)))
        func text(_ keyword: String) -> String? { texts.first { $0.keyword == keyword }?.text }
        guard let comment = text("parameters"), let segment = exifSegment(userComment: comment, makerNote: text(makerKeyword)) else { return file }
        return file[..<2] + segment + file[2...]
    }
}
