/// What a person can get wrong with a detector; each case says what would be right.
public enum DetectorError: Error, Equatable, Sendable, CustomStringConvertible {
    case invalidArgument(name: String, expected: String, found: String)
    /// A picture of distances that is the same everywhere.
    case flatDepth
    /// A file or list that holds no key points of a person.
    case noKeypoints(source: String, reason: String)
    /// Key points say where, not how large the picture is.
    case noSize

    public var description: String {
        switch self {
        case .invalidArgument(let name, let expected, let found): "'\(name)' must be \(expected), not \(found)."
        case .flatDepth: "The depth picture has the same value everywhere: nothing in it is nearer than anything else."
        case .noKeypoints(let source, let reason): "\(source) holds no key points: \(reason)."
        case .noSize: "The key points don't say how large their picture is: give width: and height:."
        }
    }
}
