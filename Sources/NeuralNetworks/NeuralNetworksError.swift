/// What can go wrong while a network is put together, read or trained; each case carries what a person needs to act.
public enum NeuralNetworksError: Error, Equatable, Sendable {
    /// An argument is outside of what the operation accepts.
    case invalidArgument(name: String, expected: String, found: String)
    /// The saved state of an optimizer does not belong to the parameters that it is given for.
    case mismatchedOptimizerState(expected: String, found: String)
    case unreadableFile(path: String, reason: String)
    case malformedCheckpoint(path: String, reason: String)
    /// A pickle asks for something that builds no tensors: it could do anything, so it is not run.
    case refusedPickle(path: String, name: String)
    case malformedConfiguration(path: String, reason: String)
    case unsupportedStorageType(path: String, key: String, found: String)
    /// All that is wrong with the keys of a checkpoint, together: one look at the message is enough to know what file it is.
    case keyMismatch(path: String, missing: [String], misshapen: [Misshapen], unread: [String])
    case unsupportedConfiguration(path: String, key: String, expected: String, found: String)
    case unwritableFile(path: String, reason: String)
    /// The system refused memory in the middle of the work.
    case outOfMemory

    /// A key whose tensor has another shape than the configuration asks for.
    public struct Misshapen: Equatable, Sendable {
        public let key: String
        public let expected: [Int]
        public let found: [Int]
    }
}

extension NeuralNetworksError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidArgument(let name, let expected, let found):
            "The argument '\(name)' must be \(expected); it is \(found)."
        case .mismatchedOptimizerState(let expected, let found):
            "The saved optimizer state does not fit what is being trained: expected \(expected), found \(found)."
        case .unreadableFile(let path, let reason): "\(path) can't be read: \(reason)"
        case .malformedCheckpoint(let path, let reason): "\(path) is not a whole file of weights: \(reason)"
        case .refusedPickle(let path, let name):
            "\(path) asks for '\(name)', which no file of weights needs; it was not run. Easel reads tensors, numbers, texts, lists and tables from such "
                + "files and nothing else. Get the model as .safetensors, or from somebody you trust."
        case .malformedConfiguration(let path, let reason): "\(path) is not a configuration: \(reason)"
        case .unsupportedStorageType(let path, let key, let found):
            "\(path): '\(key)' is stored as \(found); expected F32, F16, BF16 or F64"
        case .keyMismatch(let path, let missing, let misshapen, let unread):
            Self.describe(path: path, missing: missing, misshapen: misshapen, unread: unread)
        case .unsupportedConfiguration(let path, let key, let expected, let found):
            "\(path): '\(key)' is \(found); expected \(expected)"
        case .unwritableFile(let path, let reason): "\(path) can't be written: \(reason)"
        case .outOfMemory:
            "The system gave this process no more memory (see 'ulimit -v'); the work was stopped. Try something smaller, or allow more."
        }
    }

    private static func describe(path: String, missing: [String], misshapen: [Misshapen], unread: [String]) -> String {
        var lines = ["\(path) does not hold the weights that its configuration asks for:"]
        if !missing.isEmpty { lines.append("  missing \(listed(missing))") }
        for one in misshapen.prefix(8) { lines.append("  '\(one.key)' has shape \(one.found); expected \(one.expected)") }
        if misshapen.count > 8 { lines.append("  … and \(misshapen.count - 8) more of another shape") }
        if !unread.isEmpty { lines.append("  not used by the model: \(listed(unread))") }
        return lines.joined(separator: "\n")
    }

    private static func listed(_ keys: [String]) -> String {
        let shown = keys.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        return keys.count > 8 ? "\(shown) … and \(keys.count - 8) more" : shown
    }
}
