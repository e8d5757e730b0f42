/// What a registry knows of a model: who taught it what, and when.
public struct MetamodelRecord: Equatable, Sendable {
    /// The checkpoint that it started from.
    public struct Base: Equatable, Sendable {
        public let name: String
        /// Where the checkpoint was loaded from.
        public let path: String
        /// SHA-256 of its weights.
        public let hash: String

        public init(name: String, path: String, hash: String) { (self.name, self.path, self.hash) = (name, path, hash) }
    }

    /// A subject or style that it has learnt.
    public struct Subject: Equatable, Sendable {
        public let identifier: String
        public let category: String
        public let owner: String
        /// The settings of its training, with the steps that were taken, as JSON.
        public let settings: String
        /// UTC, as `2026-08-01 12:00:00`.
        public let learnt: String
        public let pictures: [Picture]

        public init(identifier: String, category: String, owner: String, settings: String, learnt: String, pictures: [Picture]) {
            (self.identifier, self.category, self.owner) = (identifier, category, owner)
            (self.settings, self.learnt, self.pictures) = (settings, learnt, pictures)
        }
    }

    /// A picture that a subject was learnt from.
    public struct Picture: Equatable, Sendable {
        public let path: String
        /// SHA-256 of the file.
        public let digest: String
        /// Where it came from and how it is cut, as whoever kept it wrote it.
        public let details: String

        public init(path: String, digest: String, details: String) { (self.path, self.digest, self.details) = (path, digest, details) }
    }

    /// The weights after a lesson.
    public struct State: Equatable, Sendable {
        /// Counted from 1.
        public let number: Int
        /// The subject of the lesson.
        public let identifier: String
        public let path: String
        /// SHA-256 of the file.
        public let digest: String

        public init(number: Int, identifier: String, path: String, digest: String) {
            (self.number, self.identifier, self.path, self.digest) = (number, identifier, path, digest)
        }
    }

    public let id: Int64
    public let name: String
    public let kind: ModelKind
    public let owner: String
    public let base: Base
    /// UTC, as `2026-08-01 12:00:00`.
    public let created: String
    /// In the order in which they were first learnt.
    public let subjects: [Subject]
    /// Oldest first; the last is what the model is now.
    public let states: [State]

    public init(
        id: Int64, name: String, kind: ModelKind, owner: String, base: Base, created: String, subjects: [Subject] = [], states: [State] = []
    ) {
        (self.id, self.name, self.kind, self.owner) = (id, name, kind, owner)
        (self.base, self.created, self.subjects, self.states) = (base, created, subjects, states)
    }

    /// What was learnt, by category, leaving one subject out: what a lesson about it must not disturb.
    ///
    /// - Parameter prompts: what a subject's pictures were learnt with.
    public func categories(without identifier: String? = nil, prompts: ((Subject) -> [String])? = nil) -> [PriorAllocation.Category] {
        let others = subjects.filter { $0.identifier != identifier }
        return others.map(\.category).withoutRepetitions.map { name in
            let learnt = others.filter { $0.category == name }
            return .init(name, identifiers: learnt.map(\.identifier), prompts: prompts.map(learnt.map))
        }
    }
}
