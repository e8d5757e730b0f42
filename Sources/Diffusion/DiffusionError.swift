/// What can go wrong between a model folder or a person's request and a finished picture; each case carries what is needed to act.
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
    /// The folder or file is no Stable Diffusion checkpoint.
    case notAModel(path: String, reason: String)
    /// The folder or file is no ControlNet.
    case notAControlNet(path: String, reason: String)
    /// A component has no weights under any of the names they could have.
    case missingFile(path: String, tried: [String])
    /// A component has no ordinary weights, only those of variants that have to be asked for.
    case onlyVariants(path: String, variants: [String])
    /// No component has weights of the variant that was asked for.
    case noVariant(path: String, variant: String, available: [String])
    /// A single file holds no vocabulary, and none was found where people have it.
    case noTokenizer(path: String, searched: [String])
    /// The parts of a checkpoint are whole but do not fit together.
    case incompatibleParts(path: String, reason: String)
    /// A ControlNet was made for models of another shape.
    case foreignControl(model: String, reason: String)
    /// A computation needs more memory than is free. Figures in bytes.
    case notEnoughMemory(purpose: String, needed: Int, available: Int, remedy: String)

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
        case .notAModel(let path, let reason):
            "'\(path)' is not a Stable Diffusion model that Easel can load: \(reason)."
        case .notAControlNet(let path, let reason):
            "'\(path)' is not a ControlNet that Easel can load: \(reason)."
        case .missingFile(let path, let tried):
            "'\(path)' has none of \(tried.joined(separator: ", "))."
        case .onlyVariants(let path, let variants):
            "'\(path)' holds its weights as \(variants.joined(separator: " and ")) only. Ask for that: load(…, variant: \"\(variants[0])\")."
        case .noVariant(let path, let variant, let available):
            "'\(path)' has no weights of the variant '\(variant)'"
                + (available.isEmpty ? "; leave the variant out." : "; there are: \(available.joined(separator: ", ")).")
        case .noTokenizer(let path, let searched):
            "'\(path)' holds the weights of a model but not its vocabulary, as single files do. Put a folder named 'tokenizer' beside it (vocab.json and "
                + "merges.txt of openai/clip-vit-large-patch14 or of any Stable Diffusion of the same family), or name a folder in diffusers' layout: "
                + "load(…, config: \"folder\"). Looked in: \(searched.joined(separator: ", "))."
        case .incompatibleParts(let path, let reason):
            "The parts of '\(path)' do not fit together: \(reason)."
        case .foreignControl(let model, let reason):
            "The ControlNet does not fit the model '\(model)': \(reason)."
        case .notEnoughMemory(let purpose, let needed, let available, let remedy):
            "\(purpose) needs about \(ByteCount(needed)) of memory; \(ByteCount(available)) are free. \(remedy)"
        }
    }
}
