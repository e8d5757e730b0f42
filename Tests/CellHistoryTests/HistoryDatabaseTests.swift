import CellHistory
import Foundation
import Jupyter
import Logging
import Testing
import TestSupport

/// What is kept between kernels, and that nothing is hurt where it can't be kept.
@Suite struct HistoryDatabaseTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/deep/history.sqlite" }

    init() throws { folder = try TemporaryFolder() }

    private func open(_ path: String? = nil) -> HistoryDatabase {
        HistoryDatabase(path: path ?? self.path, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A session of earlier times.
    @discardableResult
    private func session(_ inputs: [String]) -> Int {
        let database = open()
        for (index, input) in inputs.enumerated() { database.keep(line: index + 1, input: input) }
        database.flush(within: 5000)
        return database.session
    }

    @Test func cellsAreKeptForLaterSessions() throws {
        let first = session(["let a = 1", "a"])
        let second = open()
        #expect(second.session > first)
        second.keep(line: 1, input: "own")
        second.keep(line: 1, output: "value")
        second.flush(within: 5000)
        let kept = [HistoryEntry(session: first, line: 1, input: "let a = 1"), HistoryEntry(session: first, line: 2, input: "a")]
        #expect(second.tail(10) == kept && second.tail(1) == [kept[1]], "its own cells are the session's matter")
        #expect(second.cells(ofSession: first) == kept)
        #expect(second.cells(ofSession: second.session).isEmpty && second.cells(ofSession: -4).isEmpty)
        let third = open()
        #expect(third.tail(1) == [HistoryEntry(session: second.session, line: 1, input: "own", output: "value")])
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    @Test func searchIsSQLitesGlob() {
        let (first, second) = (session(["1 + 1", "print(1)", "1 + 1", "🎨 ü"]), session(["1 + 1", "x[1]"]))
        let database = open()
        func places(_ pattern: String, _ count: Int? = nil, unique: Bool = false) -> [[Int]] {
            database.search(pattern, count: count, unique: unique).map { [$0.session, $0.line] }
        }
        #expect(places("1 + 1") == [[first, 1], [first, 3], [second, 1]])
        #expect(places("1*", 2) == [[first, 3], [second, 1]])
        #expect(places("1*", unique: true) == [[second, 1]])
        #expect(places("*", unique: true) == [[first, 2], [first, 4], [second, 1], [second, 2]])
        #expect(places("? ?") == [[first, 4]])
        #expect(places("x[[]1]") == [[second, 2]])
        #expect(places("'; DROP TABLE history") == [] && places("*", 0) == [])
        #expect(places("1*").count == 3)
    }

    @Test func severalKernelsWriteAtOnce() {
        let databases = (0..<8).map { _ in open() }
        for line in 1...100 { for database in databases { database.keep(line: line, input: "cell \(line)") } }
        for database in databases { database.flush(within: 20_000) }
        #expect(Set(databases.map(\.session)).count == 8)
        #expect(open().tail(1000).count == 800)
    }

    /// Not a database, a folder in its place, a place that can't be made, a file that can only be read.
    @Test func brokenFilesCostOnlyTheHistory() throws {
        let garbage = folder.path + "/garbage.sqlite"
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: garbage))
        try FileManager.default.createDirectory(atPath: folder.path + "/a-folder", withIntermediateDirectories: true)
        for path in [garbage, "\(folder.path)/a-folder", "/proc/no/history.sqlite", "/dev/null/history"] {
            let database = open(path)
            database.keep(line: 1, input: "1")
            database.keep(line: 1, output: "1")
            database.flush(within: 5000)
            #expect(database.session == 1)
            #expect(database.tail(5).isEmpty && database.search("*", count: nil, unique: true).isEmpty && database.cells(ofSession: 2).isEmpty)
        }
        #expect(try Data(contentsOf: URL(filePath: garbage)) == Data(repeating: 7, count: 10_000), "what isn't ours is left alone")
    }

    @Test func whereItLies() {
        #expect(HistoryDatabase.path(environment: ["EASEL_HISTORY": "off"]) == nil)
        #expect(HistoryDatabase.path(environment: ["EASEL_HISTORY": "/a/b"]) == "/a/b")
        #expect(HistoryDatabase.path(environment: ["XDG_DATA_HOME": "/data"]) == "/data/easel/history.sqlite")
        #expect(HistoryDatabase.path(environment: ["XDG_DATA_HOME": "data"])?.hasSuffix("/.local/share/easel/history.sqlite") == true)
    }
}
