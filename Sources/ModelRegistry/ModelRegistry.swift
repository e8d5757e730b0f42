import FoundationEssentials
import GRDB
import Glibc
public import Personalization
import Synchronization

/// The models that were taught on this machine, in a folder: rows in an SQLite file, pictures and weights beside it.
///
/// Several kernels may use it at once. A process may end at any moment: rows change in transactions, files are whole before a row names them, locks go
/// with their process, and what was left behind is cleaned up when the registry is opened next.
public final class ModelRegistry: MetamodelArchive {
    public let folder: String
    private let opened = Mutex<Opened?>(nil)

    private struct Opened: Sendable {
        let pool: DatabasePool
        let files: RegistryFiles
    }

    private static let attempts = 250

    /// The folder is made, and the file in it opened, when the registry is first asked: an idle kernel stays small.
    public init(folder: String) { self.folder = folder }

    /// Where a person's registry lies: what `EASEL_REGISTRY` says, or the folder for data of programs.
    public static func folder(environment: [String: String]) -> String {
        if let folder = environment["EASEL_REGISTRY"], !folder.isEmpty { return folder }
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (environment["HOME"] ?? "/tmp") + "/.local/share"
        return data + "/easel/registry"
    }

    // MARK: - Models

    public func metamodel(_ name: String, kind: ModelKind, owner: String) throws -> MetamodelRecord? {
        try reading { try $0.record(name, kind: kind, owner: owner) }
    }

    public func makeMetamodel(_ name: String, kind: ModelKind, owner: String, base: MetamodelRecord.Base) throws -> MetamodelRecord {
        try writing { database, reading in
            try database.execute(
                sql: "INSERT OR IGNORE INTO models (name, kind, scope, owner, baseName, basePath, baseHash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [name, kind.rawValue, kind.isOwned ? owner : "", owner, base.name, base.path, base.hash])
            guard let record = try reading.record(name, kind: kind, owner: owner) else { throw RegistryFailure("'\(name)' was written and is not there") }
            return record
        }
    }

    public func metamodel(_ id: Int64) throws -> MetamodelRecord {
        try reading { reading in
            guard let record = try reading.record(id) else { throw RegistryFailure("there is no model of number \(id)") }
            return record
        }
    }

    public func metamodels(visibleTo owner: String) throws -> [MetamodelRecord] { try reading { try $0.records(visibleTo: owner) } }

    // MARK: - Identifiers

    public func identifiers(of id: Int64) throws -> Set<String> {
        try reading { reading in
            // What a process that ended was given, and did not use, is free.
            let rows = try Row.fetchAll(
                reading.database,
                sql: """
                    SELECT i.identifier, i.process, s.position FROM identifiers i
                    LEFT JOIN subjects s ON s.model = i.model AND s.identifier = i.identifier WHERE i.model = ?
                    """, arguments: [id])
            let used = rows.filter { $0["position"] as Int? != nil || ProcessIdentity(text: $0["process"]).isAlive }
            return Set(used.map { $0["identifier"] as String })
        }
    }

    public func handOut(_ identifier: String, category: String, owner: String, in id: Int64, again: Bool) throws -> Bool {
        try writing { database, _ in
            let own = ProcessIdentity.own
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT i.category, i.process, s.position FROM identifiers i
                    LEFT JOIN subjects s ON s.model = i.model AND s.identifier = i.identifier WHERE i.model = ? AND i.identifier = ?
                    """, arguments: [id, identifier])
            if let row {
                let holder = ProcessIdentity(text: row["process"])
                let isOwnAgain = again && holder == own && row["category"] as String == category
                guard row["position"] as Int? == nil, isOwnAgain || !holder.isAlive else { return false }
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO identifiers (model, identifier, category, owner, process) VALUES (?, ?, ?, ?, ?)",
                arguments: [id, identifier, category, owner, own.text])
            return true
        }
    }

    // MARK: - Lessons

    public func beginLesson(in id: Int64) throws -> any Lesson {
        let record = try metamodel(id)
        let path = "\(folder)/lessons/\(id)"
        return try describing {
            guard let lock = try FileLock("\(path).lock", .exclusive, waits: false) else {
                let teacher = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "another process"
                throw PersonalizationError.beingTaught(metamodel: record.name, by: teacher)
            }
            try Data("process \(getpid())".utf8).write(to: URL(filePath: path), options: [.atomic])
            return RegistryLesson(registry: self, model: id, lock: lock)
        }
    }

    func keep(_ subject: RegistryLesson.Subject, in id: Int64, writeWeights: (_ path: String) throws -> Void) throws -> MetamodelRecord {
        let files = try open().files
        return try describing {
            try files.publishing {
                let pictures = try subject.pictures.map { picture in
                    (try files.add(.pictures) { try Data(picture.png).write(to: URL(filePath: $0)) }, picture.details)
                }
                let weights = try files.add(.weights, write: writeWeights)
                return try writing { database, reading in
                    try subject.write(to: database, model: id, pictures: pictures, weights: weights)
                    guard let record = try reading.record(id) else { throw RegistryFailure("there is no model of number \(id)") }
                    return record
                }
            }
        }
    }

    /// The files are removed when the registry is opened next.
    func forgetAll(of id: Int64) throws -> MetamodelRecord {
        try writing { database, reading in
            for table in ["states", "pictures", "subjects", "identifiers"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE model = ?", arguments: [id])
            }
            guard let record = try reading.record(id) else { throw RegistryFailure("there is no model of number \(id)") }
            return record
        }
    }

    // MARK: - The file

    private func reading<Result>(_ body: (RegistryReading) throws -> Result) throws -> Result {
        let opened = try open()
        return try describing { try opened.pool.read { try body(RegistryReading(database: $0, files: opened.files)) } }
    }

    private func writing<Result>(_ body: (Database, RegistryReading) throws -> Result) throws -> Result {
        let opened = try open()
        return try describing { try opened.pool.write { try body($0, RegistryReading(database: $0, files: opened.files)) } }
    }

    private func open() throws -> Opened {
        try opened.withLock { state in
            if let state { return state }
            let fresh = try describing { try openPatiently() }
            state = fresh
            return fresh
        }
    }

    /// Processes that make the file at the same moment find it locked, whatever the time they would wait.
    private func openPatiently() throws -> Opened {
        for _ in 0..<Self.attempts {
            do { return try openOnce() } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
                usleep(20_000)
            }
        }
        return try openOnce()
    }

    private func openOnce() throws -> Opened {
        let files = try RegistryFiles(folder: folder)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 2
        // A transaction that is reported is on the disk, whatever happens to the machine.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: "\(folder)/registry.sqlite", configuration: configuration)
        try pool.write(RegistrySchema.make)
        try files.clean { kind in try pool.read { try RegistryReading(database: $0, files: files).digests(kind) } }
        return Opened(pool: pool, files: files)
    }

    /// Errors in the words of the archive's users.
    private func describing<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as RegistryFailure {
            throw PersonalizationError.archive(path: folder, reason: error.reason)
        } catch let error as SystemFailure {
            throw PersonalizationError.archive(path: folder, reason: error.reason)
        } catch let error as DatabaseError {
            throw PersonalizationError.archive(path: folder, reason: error.message ?? "\(error)")
        } catch let error as CocoaError {
            throw PersonalizationError.archive(path: folder, reason: "\(error)")
        }
    }
}
