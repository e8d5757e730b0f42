/// What can go wrong while a digest is computed.
public enum DigestError: Error, Equatable, CustomStringConvertible {
    /// The file could not be opened or read; `reason` is the system's.
    case unreadableFile(path: String, reason: String)

    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason): "Cannot read '\(path)' to compute its SHA-256: \(reason)."
        }
    }
}
