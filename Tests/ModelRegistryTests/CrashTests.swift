import Digests
import Foundation
import ModelRegistry
import Personalization
import TestSupport
import Testing

/// Processes that use a registry at once and that end at any moment, without a word.
///
/// The other processes are this test program, told by the environment to be one.
@Suite(.serialized) struct CrashTests {
    private static let role = "EASEL_REGISTRY_CHILD"
    private static let base = MetamodelRecord.Base(name: "tiny", path: "/models/tiny", hash: "abc")

    /// Teaches one model after another subject, as quickly as it can.
    @Test(.enabled(if: ProcessInfo.processInfo.environment[role]?.hasPrefix("teach:") == true)) func teach() throws {
        let folder = String(ProcessInfo.processInfo.environment[Self.role]?.dropFirst("teach:".count) ?? "")
        let registry = ModelRegistry(folder: folder)
        let id = try registry.makeMetamodel("family", kind: .meta, owner: "ann", base: Self.base).id
        for number in 0..<10_000 {
            let identifier = "p\(getpid())n\(number)"
            guard try registry.handOut(identifier, category: "dog", owner: "ann", in: id, again: false) else { throw FixtureError.missing("identifier") }
            guard let lesson = try? registry.beginLesson(in: id) else { continue }
            let pictures = (0..<3).map { (png: [UInt8]("\(identifier) \($0)".utf8), details: "\($0)") }
            _ = try lesson.keep(identifier, category: "dog", owner: "ann", pictures: pictures, settings: "{}") {
                // In pieces, so that there is time to die in between.
                let file = try FileHandle(forWritingTo: Self.made($0))
                for piece in 0..<40 { try file.write(contentsOf: Data("\(identifier) \(piece)\n".utf8)) }
                try file.close()
            }
            lesson.end()
        }
    }

    /// Holds a lesson until it is killed.
    @Test(.enabled(if: ProcessInfo.processInfo.environment[role]?.hasPrefix("hold:") == true)) func hold() throws {
        let folder = String(ProcessInfo.processInfo.environment[Self.role]?.dropFirst("hold:".count) ?? "")
        let registry = ModelRegistry(folder: folder)
        let id = try registry.makeMetamodel("family", kind: .meta, owner: "ann", base: Self.base).id
        _ = try registry.handOut("sks", category: "dog", owner: "ann", in: id, again: false)
        let lesson = try registry.beginLesson(in: id)
        try Data().write(to: URL(filePath: "\(folder)/held"))
        withExtendedLifetime(lesson) { _ = sleep(60) }
    }

    private static func made(_ path: String) -> URL {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return URL(filePath: path)
    }

    private func child(_ role: String, _ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "CrashTests"]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.role: "\(role):\(folder)"]) { $1 }
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        return process
    }

    /// Every row has its files, whole, and every file a row.
    private func check(_ folder: String, isClean: Bool) throws -> Int {
        let registry = ModelRegistry(folder: folder)
        guard let record = try registry.metamodel("family", kind: .meta, owner: "ann") else { return 0 }
        #expect(record.subjects.count == record.states.count)
        var named: Set<String> = []
        for (subject, state) in zip(record.subjects, record.states) {
            #expect(subject.identifier == state.identifier && subject.pictures.count == 3)
            for (path, digest) in subject.pictures.map({ ($0.path, $0.digest) }) + [(state.path, state.digest)] {
                #expect(try SHA256.hex(file: path) == digest)
                named.insert(path)
            }
            #expect(try String(contentsOfFile: state.path, encoding: .utf8).split(separator: "\n").count == 40)
        }
        guard isClean else { return record.states.count }
        let files = try ["weights", "pictures", "unfinished"].flatMap { name in
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").map { "\(folder)/\(name)/\($0)" }
        }
        #expect(Set(files) == named, "nothing is left of those that died")
        return record.states.count
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[role] == nil)) func killedAtAnyMoment() throws {
        let folder = try TemporaryFolder()
        var (states, wasLeft) = (0, 0)
        for round in 0..<24 {
            let teacher = try child("teach", folder.path)
            waitForWork(in: folder.path)
            usleep(useconds_t(17_000 * (round % 12)))
            #expect(teacher.isRunning)
            kill(teacher.processIdentifier, SIGKILL)
            teacher.waitUntilExit()
            wasLeft += (try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/unfinished").count) ?? 0
            let now = try check(folder.path, isClean: true)
            #expect(now >= states, "what was kept stays")
            states = now
        }
        print("registry: 24 kills, \(states) lessons kept, \(wasLeft) drafts cleaned up")
        #expect(states > 0)
    }

    /// Until a child has begun to write, however busy the machine is.
    private func waitForWork(in folder: String) {
        for _ in 0..<30_000 {
            if let drafts = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/unfinished"), !drafts.isEmpty { return }
            usleep(1000)
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[role] == nil)) func twoTeachAtOnce() throws {
        let folder = try TemporaryFolder()
        let teachers = try (0..<2).map { _ in try child("teach", folder.path) }
        for _ in 0..<10 {
            usleep(150_000)
            _ = try check(folder.path, isClean: false)
        }
        kill(teachers[0].processIdentifier, SIGKILL)
        teachers[0].waitUntilExit()
        let before = try check(folder.path, isClean: false)
        usleep(700_000)
        #expect(teachers[1].isRunning)
        kill(teachers[1].processIdentifier, SIGKILL)
        teachers[1].waitUntilExit()
        #expect(try check(folder.path, isClean: true) > before, "the other one went on")
        let registry = ModelRegistry(folder: folder.path)
        let record = try #require(try registry.metamodel("family", kind: .meta, owner: "ann"))
        let taught = Set(record.subjects.compactMap { $0.identifier.split(separator: "n").first })
        #expect(taught.count == 2, "both taught it")
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[role] == nil)) func aDeadProcessLetsGo() throws {
        let folder = try TemporaryFolder()
        let holder = try child("hold", folder.path)
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: "\(folder.path)/held") { usleep(50_000) }
        let registry = ModelRegistry(folder: folder.path)
        let id = try #require(try registry.metamodel("family", kind: .meta, owner: "ann")).id
        #expect(throws: PersonalizationError.beingTaught(metamodel: "family", by: "process \(holder.processIdentifier)")) { try registry.beginLesson(in: id) }
        #expect(try !registry.handOut("sks", category: "dog", owner: "ann", in: id, again: false))
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try registry.beginLesson(in: id).end()
        #expect(try registry.handOut("sks", category: "dog", owner: "ann", in: id, again: false), "never learnt, and its process has ended")
    }
}
