import Dispatch
import Foundation
import GRDB
import Glibc
public import Jupyter
public import Logging
import Synchronization

/// The cells of all kernels of a person, in one SQLite file.
///
/// Several kernels may write at once: the file is in WAL mode, so nobody waits for a reader. Writing happens behind the caller, one cell after the other. A
/// file that can't be opened, read or written costs the history and nothing else; the log says so once.
public final class HistoryDatabase: HistoryArchive {
    private struct State: Sendable {
        var pool: DatabasePool?
        var session = 1
        var isWanted = false
        var isBroken = false
    }

    /// A front end gets what is there after this time.
    private static let patience = DispatchTimeInterval.milliseconds(100)

    private static let attempts = 50

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "easel.history", qos: .utility)
    private let opened = DispatchGroup()
    private let path: String
    private let log: Logger

    /// The file is opened, and made with its folder where it is missing, when the first cell comes or somebody asks: an idle kernel stays small.
    public init(path: String, log: Logger = Logger(label: "history")) {
        self.path = path
        self.log = log
    }

    private func openOnce() {
        let isFirst = state.withLock { state in
            defer { state.isWanted = true }
            return !state.isWanted
        }
        if isFirst { queue.async(group: opened) { [self] in attempt("open") { try openPatiently() } } }
    }

    /// Kernels that make the file at the same moment find it locked, whatever the time they would wait.
    private func openPatiently() throws {
        for _ in 0..<Self.attempts {
            do { return try open() } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
                usleep(20_000)
            }
        }
        try open()
    }

    private func open() throws {
        try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        // What a person typed is theirs alone. Another kernel may be making the same file.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 1
        let pool = try DatabasePool(path: path, configuration: configuration)
        let session = try pool.write { database in
            try database.create(table: "sessions", options: .ifNotExists) { table in
                table.autoIncrementedPrimaryKey("session")
                table.column("start", .text).notNull()
            }
            try database.create(table: "history", options: [.ifNotExists, .withoutRowID]) { table in
                table.column("session", .integer).notNull()
                table.column("line", .integer).notNull()
                table.column("source", .text).notNull()
                table.column("output", .text)
                table.primaryKey(["session", "line"])
            }
            try database.execute(sql: "INSERT INTO sessions (start) VALUES (datetime())")
            return Int(database.lastInsertedRowID)
        }
        state.withLock { state in
            state.pool = pool
            state.session = session
        }
    }

    /// Does something that may fail, and says so the first time it does.
    @discardableResult
    private func attempt<Result>(_ what: String, _ body: () throws -> Result) -> Result? {
        do { return try body() } catch {
            let isFirst = state.withLock { state in
                defer { state.isBroken = true }
                return !state.isBroken
            }
            if isFirst { log.warning("cannot \(what) the history '\(path)': \(error). Cells are remembered until the kernel ends.") }
            return nil
        }
    }

    public var session: Int {
        openOnce()
        _ = opened.wait(timeout: .now() + Self.patience)
        return state.withLock { $0.session }
    }

    /// Waits until what was kept so far is written, for `milliseconds` at most.
    public func flush(within milliseconds: Int) {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        _ = written.wait(timeout: .now() + .milliseconds(milliseconds))
    }

    // MARK: - Writing

    public func keep(line: Int, input: String) {
        write("INSERT OR REPLACE INTO history (session, line, source) VALUES (?, ?, ?)") { [$0, line, input] }
    }

    public func keep(line: Int, output: String) {
        write("UPDATE history SET output = ? WHERE session = ? AND line = ?") { [output, $0, line] }
    }

    private func write(_ statement: String, _ arguments: @escaping @Sendable (_ session: Int) -> StatementArguments) {
        openOnce()
        queue.async { [self] in
            let (pool, session) = state.withLock { ($0.pool, $0.session) }
            guard let pool else { return }
            attempt("write") { try pool.write { try $0.execute(sql: statement, arguments: arguments(session)) } }
        }
    }

    // MARK: - Reading

    public func tail(_ count: Int) -> [HistoryEntry] {
        read("WHERE session <> ? ORDER BY session DESC, line DESC LIMIT ?") { [$0, count] }.reversed()
    }

    public func cells(ofSession session: Int) -> [HistoryEntry] {
        read("WHERE session <> ? AND session = ? ORDER BY line") { [$0, session] }
    }

    public func search(_ pattern: String, count: Int?, unique: Bool) -> [HistoryEntry] {
        // SQLite takes the other columns from the row that max() chose.
        let grouping = unique ? "GROUP BY source" : ""
        let order = unique ? "max(session * 1000000000 + line)" : "session * 1000000000 + line"
        return read("WHERE session <> ? AND source GLOB ? \(grouping) ORDER BY rank DESC LIMIT ?", rank: order) { [$0, pattern, count ?? -1] }.reversed()
    }

    private func read(_ condition: String, rank: String = "0", _ arguments: (_ session: Int) -> StatementArguments) -> [HistoryEntry] {
        let own = session
        guard let pool = state.withLock({ $0.pool }) else { return [] }
        let found = attempt("read") {
            try pool.read { database in
                try Row.fetchAll(database, sql: "SELECT session, line, source, output, \(rank) AS rank FROM history \(condition)", arguments: arguments(own))
                    .map { HistoryEntry(session: $0["session"], line: $0["line"], input: $0["source"], output: $0["output"]) }
            }
        }
        return found ?? []
    }
}
