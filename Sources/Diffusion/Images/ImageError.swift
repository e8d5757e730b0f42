/// What can go wrong with a picture. `source` names the file, or says where the bytes came from.
public enum ImageError: Error, Equatable, CustomStringConvertible {
    /// The file could not be opened or read; `reason` is the system's.
    case unreadable(source: String, reason: String)
    /// The file has no bytes.
    case empty(source: String)
    /// The content is of a known kind that is not read here (GIF, HEIC, …), or of an unknown kind.
    case unsupportedFormat(source: String, found: String)
    /// The content is cut off or broken.
    case damaged(source: String, reason: String)
    /// The picture has more pixels than `limit`.
    case tooLarge(source: String, width: Int, height: Int, limit: Int)
    /// A width, height, crop or enlargement that cannot be.
    case invalidSize(width: Int, height: Int, reason: String)
    /// The pixels or values do not fit the shape they were given with.
    case wrongCount(expected: Int, found: Int)
    /// A tensor that is not a picture.
    case notAPicture(shape: [Int])
    /// The file could not be written.
    case unwritable(path: String, reason: String)
    /// The name of the file to be written ends in something other than `.png`, `.jpg` or `.jpeg`.
    case unsupportedExtension(path: String)
    /// A PNG keyword must have 1 to 79 Latin letters, digits, signs or single spaces.
    case invalidKeyword(String)

    public var description: String {
        switch self {
        case .unreadable(let source, let reason): "Cannot read the picture '\(source)': \(reason)."
        case .empty(let source): "The picture '\(source)' is empty (0 bytes)."
        case .unsupportedFormat(let source, let found):
            "The picture '\(source)' is \(found), which is not supported; PNG, JPEG and WebP are. Convert it first: most picture viewers save as PNG."
        case .damaged(let source, let reason): "The picture '\(source)' is damaged: \(reason)."
        case .tooLarge(let source, let width, let height, let limit):
            "The picture '\(source)' has \(width)×\(height) pixels, more than the limit of \(limit)."
        case .invalidSize(let width, let height, let reason): "A picture cannot be made \(width)×\(height): \(reason)."
        case .wrongCount(let expected, let found): "A picture of this size needs \(expected) values; there are \(found)."
        case .notAPicture(let shape): "A tensor of shape \(shape) is not a picture; [3, height, width] is expected."
        case .unwritable(let path, let reason): "Cannot write the picture '\(path)': \(reason)."
        case .unsupportedExtension(let path): "Cannot tell the format of '\(path)': the name must end in .png, .jpg or .jpeg."
        case .invalidKeyword(let keyword): "'\(keyword)' cannot be the keyword of a PNG text: 1 to 79 Latin-1 characters are needed."
        }
    }
}
