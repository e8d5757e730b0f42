import Diffusion

/// What can go wrong between a person's pictures and something learnt; each case carries what is needed to act.
public enum PersonalizationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// An argument is outside of what the operation accepts.
    case invalidArgument(name: String, expected: String, found: String)
    /// No picture was found where they were looked for.
    case noPictures(source: String, reason: String)
    /// A control net learns from pictures that have controls beside them.
    case noControls
    /// The initializer has to be one token, so that there is one vector to start from.
    case initializerIsNotOneToken(initializer: String, pieces: [String])
    /// A file holds no token that Easel can read.
    case notATokenFile(path: String, reason: String)
    /// A file holds no adapter that Easel can read.
    case notAnAdapterFile(path: String, reason: String)
    /// Keys of an adapter's file that belong to no layer of the model.
    case unmatchedKeys(path: String, keys: [String], model: String)
    /// An adapter whose layers see prompts of another width belongs to another family of models.
    case foreignAdapter(path: String, found: Int, expected: Int, model: String)
    /// Vectors of another width belong to another family of models.
    case widthMismatch(path: String, found: Int, expected: Int, model: String)
    /// A checkpoint of another thing, other pictures or other settings can't be gone on from.
    case cannotResume(path: String, reason: String)
    /// The loss stopped being a number; what had been learnt before is kept.
    case diverged(step: Int, remedy: String)
    /// There is no word that a subject could be called.
    case noIdentifier(reason: String)
    /// Somebody else teaches the model at this moment.
    case beingTaught(metamodel: String, by: String)
    /// What the archive of models can't do.
    case archive(path: String, reason: String)

    public var description: String {
        switch self {
        case .invalidArgument(let name, let expected, let found):
            "The argument '\(name)' must be \(expected); it is \(found)."
        case .noPictures(let source, let reason):
            "There are no pictures to learn from in \(source): \(reason)."
        case .noControls:
            "A control net learns from pairs, and these pictures have no controls: pairs(pictures, control: …) gives each its own."
        case .initializerIsNotOneToken(let initializer, let pieces):
            "The initializer '\(initializer)' is \(pieces.count) tokens (\(pieces.joined(separator: ", "))); it must be one, a common word such as 'cat' or 'toy'."
        case .notATokenFile(let path, let reason):
            "'\(path)' holds no learnt token: \(reason)."
        case .notAnAdapterFile(let path, let reason):
            "'\(path)' holds no adapter: \(reason)."
        case .unmatchedKeys(let path, let keys, let model):
            keys.isEmpty
                ? "'\(path)' holds no adapter: there is nothing in it for any layer."
                : "'\(path)' has \(keys.count) keys that belong to no layer of '\(model)', or only a part of what a layer needs: \(Self.list(keys))."
        case .foreignAdapter(let path, let found, let expected, let model):
            "'\(path)' is an adapter for prompts of width \(found), \(Self.family(found)); '\(model)' has \(expected), \(Self.family(expected)). "
                + "An adapter works with the family of models that it was learnt with."
        case .widthMismatch(let path, let found, let expected, let model):
            "'\(path)' holds vectors of width \(found), \(Self.family(found)); '\(model)' has \(expected), \(Self.family(expected)). "
                + "A token works with the family of models that it was learnt with."
        case .cannotResume(let path, let reason):
            "Cannot go on from '\(path)': \(reason)."
        case .diverged(let step, let remedy):
            "The loss is not a finite number at step \(step); what was learnt before it is kept. \(remedy)"
        case .noIdentifier(let reason):
            "There is no identifier to propose: \(reason)."
        case .beingTaught(let metamodel, let teacher):
            "'\(metamodel)' is being taught by \(teacher) at this moment; one learns at a time. Wait until that training has ended."
        case .archive(let path, let reason):
            "The registry of models in '\(path)': \(reason)."
        }
    }

    private static func list(_ keys: [String]) -> String {
        keys.prefix(12).joined(separator: ", ") + (keys.count > 12 ? " and \(keys.count - 12) more" : "")
    }

    private static func family(_ width: Int) -> String { TextFamily.name(ofWidth: width).map { "that of \($0)" } ?? "that of no published family" }
}
