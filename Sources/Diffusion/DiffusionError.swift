/// What can go wrong between a model folder or a picture file and a finished picture.
public enum DiffusionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file could not be opened or read; `reason` is the system's.
    case unreadableFile(file: String, reason: String)
    /// The file is not what its name promises; `reason` says where it stops making sense.
    case malformedFile(file: String, reason: String)
    /// A key of a configuration file has a value that cannot be used.
    case invalidConfiguration(file: String, key: String, expected: String, found: String)
    /// An argument is outside of what the operation accepts.
    case invalidArgument(name: String, expected: String, found: String)
    /// The sampler cannot run with this configuration.
    case unsupportedSampler(sampler: String, reason: String)

    public var description: String {
        switch self {
        case .unreadableFile(let file, let reason):
            "Cannot read '\(file)': \(reason)."
        case .malformedFile(let file, let reason):
            "'\(file)' is malformed: \(reason)."
        case .invalidConfiguration(let file, let key, let expected, let found):
            "'\(file)' has an unusable value for '\(key)': expected \(expected), found \(found)."
        case .invalidArgument(let name, let expected, let found):
            "The argument '\(name)' must be \(expected); it is \(found)."
        case .unsupportedSampler(let sampler, let reason):
            "The sampler \(sampler) cannot be used: \(reason)."
        }
    }
}
