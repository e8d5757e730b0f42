/// A picture file's content: its pixels as stored, and what the file says about them.
public struct ImageFile: Sendable {
    /// Where the bytes came from: a path, or a description.
    public let source: String
    public let format: ImageFormat
    /// The pixels as they lie in the file, before any rotation.
    public let storedBitmap: Bitmap
    /// How much of each stored pixel is seen; nil where all of all is.
    private let coverage: [UInt8]?
    /// The stored values of a grey PNG of 16 bits, which `storedBitmap` can't hold; nil for all other files.
    public let deepGray: [UInt16]?
    /// How the pixels must be turned to be seen upright, from the EXIF or XMP data.
    public let orientation: ImageOrientation
    /// A PNG's text chunks, in the file's order.
    public let texts: [ImageText]

    /// The pixels as a person sees them.
    public var bitmap: Bitmap { storedBitmap.oriented(orientation) }

    /// The pixels as a person sees them, 16-bit gray in 256 levels: `bitmap` clips it at 255 as PIL does, which leaves white of a photograph.
    public var shownBitmap: Bitmap {
        guard let deepGray else { return bitmap }
        let pixels = deepGray.flatMap { Array(repeating: UInt8($0 >> 8), count: 3) }
        return Bitmap(trusted: storedBitmap.width, storedBitmap.height, pixels).oriented(orientation)
    }

    /// Whether something of it is to be seen through.
    public var isTransparent: Bool { coverage != nil }

    /// The pixels as a person sees them in front of a colour.
    public func bitmap(over background: RGB) -> Bitmap {
        guard let coverage else { return shownBitmap }
        return Transparency.composed(storedBitmap, coverage: coverage, over: background).oriented(orientation)
    }

    /// Files larger than this are refused unread.
    static let byteLimit = 1 << 30

    /// Reads a PNG, JPEG or WebP file.
    ///
    /// Throws: ``ImageError``, which names the file.
    public init(path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: Self.byteLimit)
        } catch {
            throw ImageError.unreadable(source: path, reason: error.reason)
        }
        try self.init(bytes, source: path)
    }

    /// Reads a PNG, JPEG or WebP from memory; `source` stands for the file's name in errors.
    ///
    /// Throws: ``ImageError``.
    public init(_ bytes: [UInt8], source: String = "picture data") throws {
        self.source = source
        format = try ImageFormat(of: bytes, source: source)
        switch format {
        case .png:
            let content = try PNG.decode(bytes, source: source)
            (storedBitmap, coverage) = (content.bitmap, content.alpha)
            texts = content.texts
            (orientation, deepGray) = (content.orientation, content.deepGray)
        case .jpeg:
            deepGray = nil
            (storedBitmap, coverage) = (try JPEG.decode(bytes, source: source), nil)
            texts = JPEG.texts(in: bytes)
            orientation = JPEG.orientation(in: bytes)
        case .webp:
            deepGray = nil
            (storedBitmap, coverage) = try WebP.decode(bytes, source: source)
            texts = []
            orientation = WebP.orientation(in: bytes)
        }
    }

    /// The text stored under `keyword`, the first when there are several.
    public func text(_ keyword: String) -> String? {
        texts.first { $0.keyword == keyword }?.text
    }
}
