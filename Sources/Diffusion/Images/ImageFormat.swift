/// A picture's file format, told from its first bytes.
public enum ImageFormat: String, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    /// Read, not written.
    case webp = "WebP"

    /// The format in which a file of this name is written.
    ///
    /// Throws: ``ImageError/unsupportedExtension(path:)``.
    public init(path: String) throws {
        switch path.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased() {
        case "png": self = .png
        case "jpg", "jpeg": self = .jpeg
        default: throw ImageError.unsupportedExtension(path: path)
        }
    }

    /// The format of a file's content.
    ///
    /// Throws: ``ImageError/empty(source:)`` and ``ImageError/unsupportedFormat(source:found:)``, which names what was found.
    init(of bytes: [UInt8], source: String) throws {
        guard !bytes.isEmpty else { throw ImageError.empty(source: source) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else {
            throw ImageError.unsupportedFormat(source: source, found: Self.nameOfOther(bytes))
        }
    }

    private static func nameOfOther(_ bytes: [UInt8]) -> String {
        func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        let brands: [(String, String)] = [("heic", "HEIC"), ("heix", "HEIC"), ("mif1", "HEIF"), ("avif", "AVIF"), ("avis", "AVIF")]
        if has("GIF8") { return "a GIF" }
        if has("BM") { return "a BMP" }
        if has("II*\0") || has("MM\0*") { return "a TIFF" }
        if has("ftyp", at: 4), let brand = brands.first(where: { has($0.0, at: 8) }) { return "a \(brand.1)" }
        if bytes.starts(with: [0xFF, 0x0A]) || has("JXL ", at: 4) { return "a JPEG XL" }
        if has("%PDF") { return "a PDF" }
        if has("<svg") || has("<?xml") { return "an SVG or other XML" }
        if has("PK\u{3}\u{4}") { return "a zip archive" }
        if has("\u{89}PNG") || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "a PNG with a broken signature" }
        return "of an unknown format (it begins with \(hexadecimal(bytes.prefix(8))))"
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
