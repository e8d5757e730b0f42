/// What a person can get wrong in a call of a verb; each case says what would be right.
public enum EaselError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No model has been loaded yet.
    case noModel
    /// Nothing is known under the name, and no folder lies there.
    case unknownModel(source: String, known: [String], searched: [String])
    /// A repository of the hub that is something else, or lacks something.
    case unusableRepository(repository: String, reason: String)
    /// Announced for a later version, and refused by name until then.
    case notYet(String)
    case invalidArgument(name: String, expected: String, found: String)
    /// No network that looks at pictures is there for a measure.
    case noEncoder(measure: String)
    /// No ControlNet is there for what a control picture shows, or more than one.
    case noControlNet(kind: String?, loaded: [String], published: String?)
    /// A picture was steered by a ControlNet that is not here.
    case missingControlNet(name: String, hash: String)
    /// What was added to a model works with that model.
    case foreign(thing: String, owner: String, current: String)
    case unknownRecommendation(file: String, key: String, reason: String)
    case noCheckpoint(step: Int, available: [Int])
    case unreadableFile(path: String, reason: String)
    case unwritableFile(path: String, reason: String)
    /// The file holds no recipe, neither Easel's nor another tool's.
    case noRecipe(path: String)

    public var description: String {
        switch self {
        case .noModel:
            "No model is loaded. Start with load(\"easel-tiny\")."
        case .unknownModel(let source, let known, let searched):
            "There is no model '\(source)'. Built in: \(known.joined(separator: ", ")). Looked in: \(searched.joined(separator: ", "))."
        case .unusableRepository(let repository, let reason): "'\(repository)' can't be used: \(reason)."
        case .notYet(let what): "\(what) not in this version of Easel yet."
        case .invalidArgument(let name, let expected, let found):
            "The argument '\(name)' must be \(expected); it is \(found)."
        case .noEncoder(let measure):
            "No network for .\(measure) is loaded. Load one first: loadEncoder(\"facebook/dino-vits16\") or loadEncoder(\"openai/clip-vit-base-patch32\"), or its folder."
        case .noControlNet(let kind, let loaded, let published):
            Self.noControlNet(kind, loaded, published)
        case .missingControlNet(let name, let hash):
            "It was steered by the ControlNet '\(name)' (\(hash.prefix(10))), which is not here. Load it first: controlNet(…)."
        case .foreign(let thing, let owner, let current):
            owner == current
                ? "\(thing) was added to '\(owner)' before it was loaded again, or its name given to another since. Add it again."
                : "\(thing) was added to '\(owner)'; it can't be used with '\(current)'. Add it there too."
        case .unknownRecommendation(let file, let key, let reason): "'\(file)': '\(key)' \(reason)."
        case .noCheckpoint(let step, let available):
            "There is no checkpoint of step \(step); there are: \(available.map(String.init).joined(separator: ", "))."
        case .unreadableFile(let path, let reason): "Cannot read '\(path)': \(reason)."
        case .unwritableFile(let path, let reason): "Cannot write '\(path)': \(reason)."
        case .noRecipe(let path): "'\(path)' carries no recipe that Easel could draw from."
        }
    }

    private static func noControlNet(_ kind: String?, _ loaded: [String], _ published: String?) -> String {
        let pictures = kind.map { "pictures of the kind .\($0)" } ?? "this picture"
        if kind == nil, loaded.count > 1 {
            return "There are several ControlNets (\(loaded.joined(separator: ", "))): say which is shown the picture, as in control: net(picture)."
        }
        let others = loaded.isEmpty ? "none is loaded" : "loaded are others: \(loaded.joined(separator: ", "))"
        let advice =
            published.map { "controlNet(\"\($0)\") loads one" }
            ?? "controlNet(\"folder, file or owner/name\") loads one, and controlNet(from: model) makes one to train"
        return "There is no ControlNet for \(pictures); \(others). \(advice); say which is meant by control: net(picture)."
    }
}
