import GRDB
import Personalization
import Synchronization

/// The right to teach a model, as long as the lock on its file is held.
final class RegistryLesson: Lesson {
    private let registry: ModelRegistry
    private let model: Int64
    private let lock: Mutex<FileLock?>

    init(registry: ModelRegistry, model: Int64, lock: FileLock) {
        self.registry = registry
        self.model = model
        self.lock = Mutex(lock)
    }

    func keep(
        _ identifier: String, category: String, owner: String, pictures: [(png: [UInt8], details: String)], settings: String,
        writeWeights: (_ path: String) throws -> Void
    ) throws -> MetamodelRecord {
        try requireLock()
        let subject = Subject(identifier: identifier, category: category, owner: owner, pictures: pictures, settings: settings)
        return try registry.keep(subject, in: model, writeWeights: writeWeights)
    }

    func forgetAll() throws -> MetamodelRecord {
        try requireLock()
        return try registry.forgetAll(of: model)
    }

    private func requireLock() throws {
        guard lock.withLock({ $0 != nil }) else { throw PersonalizationError.archive(path: registry.folder, reason: "the lesson has ended") }
    }

    func end() { lock.withLock { $0 = nil } }

    /// What is kept of a lesson.
    struct Subject {
        let identifier: String
        let category: String
        let owner: String
        let pictures: [(png: [UInt8], details: String)]
        let settings: String

        /// Writes rows for a subject, in the place of those of its last lesson, and for the weights after this one.
        func write(to database: Database, model: Int64, pictures: [(digest: String, details: String)], weights: String) throws {
            let last = try Int.fetchOne(database, sql: "SELECT max(position) FROM subjects WHERE model = ?", arguments: [model]) ?? 0
            let known = try Int.fetchOne(
                database, sql: "SELECT position FROM subjects WHERE model = ? AND identifier = ?", arguments: [model, identifier])
            let position = known ?? last + 1
            try database.execute(sql: "DELETE FROM pictures WHERE model = ? AND subject = ?", arguments: [model, position])
            try database.execute(
                sql: """
                    INSERT INTO subjects (model, position, identifier, category, owner, settings) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (model, position) DO UPDATE SET settings = excluded.settings, learnt = datetime()
                    """, arguments: [model, position, identifier, category, owner, settings])
            for (number, picture) in pictures.enumerated() {
                try database.execute(
                    sql: "INSERT INTO pictures (model, subject, position, digest, details) VALUES (?, ?, ?, ?, ?)",
                    arguments: [model, position, number, picture.digest, picture.details])
            }
            try database.execute(
                sql: """
                    INSERT INTO states (model, number, identifier, digest)
                    VALUES (?, (SELECT ifnull(max(number), 0) + 1 FROM states WHERE model = ?), ?, ?)
                    """, arguments: [model, model, identifier, weights])
        }
    }
}
