import FoundationEssentials
public import Personalization

/// What another person needs to get the same pictures from a notebook: program, machine, models, tokens, and each picture's recipe with its digest.
public struct Manifest: Codable, Equatable, Sendable {
    public static let currentFormat = 1

    public var format = Manifest.currentFormat
    /// The version of Easel.
    public var easel: String
    public var machine: MachineFacts
    public var models: [KnownModel]
    public var tokens: [KnownToken]
    /// Those of the current model; nil where there are none.
    public var adapters: [KnownAdapter]?
    /// What was trained in this session, in order; a token's last training is what it knows, unless an earlier step was asked for.
    public var trainings: [Training]
    public var pictures: [DrawnPicture]

    /// A model that drew pictures, or the current one.
    public struct KnownModel: Codable, Equatable, Sendable {
        public var name: String
        /// SHA-256 of the weights.
        public var hash: String
        /// Where it came from: `built in`, `hub` or `local`; nil for one that is not loaded any more.
        public var source: String?
        /// The commit of a hub's repository.
        public var revision: String?
    }

    /// A token of the current model.
    public struct KnownToken: Codable, Equatable, Sendable {
        public var placeholder: String
        public var vectors: Int
        public var initializer: String?
        /// SHA-256 of the vectors.
        public var hash: String
    }

    /// An adapter of the current model.
    public struct KnownAdapter: Codable, Equatable, Sendable {
        public var name: String
        /// `LoRA` or `OFT`.
        public var method: String
        /// How many numbers it consists of.
        public var parameterCount: Int
        /// SHA-256 of what it has learnt.
        public var hash: String
    }

    /// A run of `train`.
    public struct Training: Codable, Equatable, Sendable {
        public var placeholder: String
        public var settings: TrainingSettings
        /// Steps that were taken; fewer than in the settings where the run was interrupted.
        public var steps: Int
        /// How many pictures there were.
        public var pictureCount: Int
        /// SHA-256 of the pictures' digests, one after the other as text.
        public var pictureDigest: String
    }

    /// A picture that `sample` drew in this session.
    public struct DrawnPicture: Codable, Equatable, Sendable {
        public var recipe: Recipe
        /// SHA-256 of width and height, as eight big-endian bytes each, and the pixels, three bytes each.
        public var digest: String
        /// Which call of `sample` drew it, counted from 0: pictures of one call are drawn in batches, and redrawn so.
        public var call: Int
    }

    /// The text of the file: JSON, indented, with sorted keys.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    /// Reads a file that `save` wrote.
    ///
    /// - Throws: `EaselError.unreadableFile`.
    public init(path: String) throws {
        let place = ModelLocation.expanded(path)
        guard let data = FileManager.default.contents(atPath: place) else {
            throw EaselError.unreadableFile(path: path, reason: "there is no such file")
        }
        do {
            self = try JSONDecoder().decode(Manifest.self, from: data)
        } catch {
            throw EaselError.unreadableFile(path: path, reason: "it is no manifest")
        }
        guard format == Self.currentFormat else {
            throw EaselError.unreadableFile(path: path, reason: "a newer Easel wrote it (format \(format))")
        }
    }

    init(
        easel: String, machine: MachineFacts, models: [KnownModel], tokens: [KnownToken], adapters: [KnownAdapter] = [], trainings: [Training],
        pictures: [DrawnPicture]
    ) {
        (self.easel, self.machine, self.models, self.tokens) = (easel, machine, models, tokens)
        (self.trainings, self.pictures) = (trainings, pictures)
        self.adapters = adapters.isEmpty ? nil : adapters
    }
}
