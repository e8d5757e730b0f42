import Foundation
import ModelRegistry
import Personalization
import Synchronization
import TestSupport
import Testing

/// What is kept of models that were taught.
@Suite struct ModelRegistryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open() -> ModelRegistry { ModelRegistry(folder: "\(folder.path)/deep/registry") }

    private static let base = MetamodelRecord.Base(name: "tiny", path: "/models/tiny", hash: "abc")

    private func family(_ registry: ModelRegistry, kind: ModelKind = .meta, owner: String = "ann") throws -> MetamodelRecord {
        try registry.makeMetamodel("family", kind: kind, owner: owner, base: Self.base)
    }

    private func teach(_ registry: ModelRegistry, _ identifier: String, _ category: String, in id: Int64, text: String? = nil) throws -> MetamodelRecord {
        _ = try registry.handOut(identifier, category: category, owner: "ann", in: id, again: true)
        let lesson = try registry.beginLesson(in: id)
        defer { lesson.end() }
        return try lesson.keep(
            identifier, category: category, owner: "ann", pictures: [([1, 2, 3], "first"), (Array(identifier.utf8), "second")],
            settings: "{}"
        ) { try Data((text ?? "weights of \(identifier)").utf8).write(to: URL(filePath: $0)) }
    }

    @Test func lessonsAreThereInTheNextSession() throws {
        let made = try family(open())
        let taught = try teach(open(), "sks", "dog", in: made.id)
        #expect(try teach(open(), "lnl", "painting", in: made.id).subjects.map(\.identifier) == ["sks", "lnl"])
        let record = try #require(try open().metamodel("family", kind: .meta, owner: "anyone"))
        #expect(record.base == Self.base && record.owner == "ann" && record.kind == .meta)
        #expect(record.subjects.map(\.category) == ["dog", "painting"])
        #expect(record.subjects[0] == taught.subjects[0])
        #expect(record.states.map(\.number) == [1, 2] && record.states.map(\.identifier) == ["sks", "lnl"])
        #expect(try String(contentsOfFile: record.states[1].path, encoding: .utf8) == "weights of lnl")
        let pictures = record.subjects[0].pictures
        #expect(pictures.map(\.details) == ["first", "second"])
        #expect(try Data(contentsOf: URL(filePath: pictures[0].path)) == Data([1, 2, 3]))
        #expect(pictures[0].digest == record.subjects[1].pictures[0].digest, "the same picture is kept once")
        #expect(record.categories() == [.init("dog", identifiers: ["sks"]), .init("painting", identifiers: ["lnl"])])
        #expect(record.categories(without: "sks") == [.init("painting", identifiers: ["lnl"])])
    }

    @Test func learningASubjectAgainReplacesItsPicturesOnly() throws {
        let registry = open()
        let id = try family(registry).id
        _ = try teach(registry, "sks", "dog", in: id)
        let record = try teach(registry, "sks", "dog", in: id, text: "later weights")
        #expect(record.subjects.count == 1 && record.subjects[0].pictures.count == 2)
        #expect(record.states.map(\.number) == [1, 2])
        #expect(record.states[0].digest != record.states[1].digest)
    }

    @Test func namesBelongToOwnersAndKinds() throws {
        let registry = open()
        let (ann, bob) = (try family(registry, kind: .privateMeta), try family(registry, kind: .privateMeta, owner: "bob"))
        let shared = try family(registry)
        #expect(Set([ann.id, bob.id, shared.id]).count == 3)
        #expect(try family(registry, kind: .meta, owner: "bob").id == shared.id, "everyone teaches it")
        #expect(try registry.metamodels(visibleTo: "bob").map(\.id).sorted() == [bob.id, shared.id].sorted())
        #expect(try registry.metamodel("family", kind: .private, owner: "ann") == nil)
    }

    /// However closely one asks after the other.
    @Test func oneOfManyIsGivenAnIdentifier() throws {
        let id = try family(open()).id
        let registries = (0..<4).map { _ in open() }
        for registry in registries { #expect(try registry.identifiers(of: id).isEmpty) }
        let given = Mutex([String: Int]())
        DispatchQueue.concurrentPerform(iterations: registries.count) { place in
            for number in 0..<60 where (try? registries[place].handOut("w\(number)", category: "dog", owner: "ann", in: id, again: false)) == true {
                given.withLock { $0["w\(number)", default: 0] += 1 }
            }
        }
        #expect(given.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<60).map { ("w\($0)", 1) }))
    }

    @Test func identifiersAreHandedOutOnce() throws {
        let (one, other) = (open(), open())
        let id = try family(one).id
        #expect(try one.handOut("sks", category: "dog", owner: "ann", in: id, again: false))
        #expect(try !other.handOut("SKS", category: "dog", owner: "bob", in: id, again: false))
        #expect(try one.handOut("sks", category: "dog", owner: "ann", in: id, again: true), "a cell that is run again")
        #expect(try !one.handOut("sks", category: "cat", owner: "ann", in: id, again: true))
        #expect(try other.identifiers(of: id) == ["sks"])
        _ = try teach(one, "sks", "dog", in: id)
        #expect(try !one.handOut("sks", category: "dog", owner: "ann", in: id, again: true), "learnt already")
        #expect(try one.handOut("sks", category: "dog", owner: "ann", in: family(one, kind: .private).id, again: false), "each model has its own")
    }

    @Test func oneTeachesAtATime() throws {
        let (one, other) = (open(), open())
        let (id, second) = (try family(one).id, try family(one, kind: .privateMeta).id)
        let lesson = try one.beginLesson(in: id)
        #expect(throws: PersonalizationError.beingTaught(metamodel: "family", by: "process \(getpid())")) { try other.beginLesson(in: id) }
        try other.beginLesson(in: second).end()
        lesson.end()
        try other.beginLesson(in: id).end()
        #expect(throws: PersonalizationError.self) {
            try lesson.keep("a", category: "b", owner: "c", pictures: [], settings: "{}") { _ in Issue.record("written after the end") }
        }
    }

    @Test func whatIsForgottenIsGone() throws {
        let registry = open()
        let (id, other) = (try family(registry).id, try family(registry, kind: .privateMeta).id)
        _ = try (teach(registry, "sks", "dog", in: id), teach(registry, "sks", "dog", in: other))
        let lesson = try registry.beginLesson(in: id)
        #expect(try lesson.forgetAll().subjects.isEmpty)
        lesson.end()
        #expect(try registry.metamodel(id).states.isEmpty && registry.identifiers(of: id).isEmpty)
        #expect(try open().metamodel(other).subjects.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/deep/registry/pictures").count == 2, "the other model's")
    }

    /// A disk that fails, an interrupt: the lesson leaves nothing.
    @Test func whatFailsLeavesNothing() throws {
        struct Full: Error {}
        let registry = open()
        let id = try teach(registry, "sks", "dog", in: family(registry).id).id
        let before = try registry.metamodel(id)
        _ = try registry.handOut("lnl", category: "dog", owner: "ann", in: id, again: true)
        let lesson = try registry.beginLesson(in: id)
        #expect(throws: Full.self) {
            try lesson.keep("lnl", category: "dog", owner: "ann", pictures: [([9], "")], settings: "{}") { path in
                try Data([1]).write(to: URL(filePath: path))
                throw Full()
            }
        }
        #expect(throws: PersonalizationError.self, "nobody was given that name") {
            try lesson.keep("zzz", category: "dog", owner: "ann", pictures: [], settings: "{}") { try Data([7]).write(to: URL(filePath: $0)) }
        }
        lesson.end()
        #expect(try registry.metamodel(id) == before)
        #expect(try open().metamodel(id) == before)
        #expect(try files() == [1, 2], "weights, pictures: what no row names is gone after the next opening")
    }

    @Test func foldersThatCannotBeUsedSaySo() throws {
        let garbage = try TemporaryFolder()
        _ = try garbage.write(Array(repeating: UInt8(7), count: 10_000), to: "registry.sqlite")
        for path in [garbage.path, "/proc/no/registry", "/dev/null/registry"] {
            let registry = ModelRegistry(folder: path)
            #expect(throws: PersonalizationError.self) { try registry.metamodels(visibleTo: "ann") }
        }
    }

    @Test func whereItLies() {
        #expect(ModelRegistry.folder(environment: ["EASEL_REGISTRY": "/a/b"]) == "/a/b")
        #expect(ModelRegistry.folder(environment: ["XDG_DATA_HOME": "/data", "HOME": "/home/x"]) == "/data/easel/registry")
        #expect(ModelRegistry.folder(environment: ["XDG_DATA_HOME": "data", "HOME": "/home/x"]) == "/home/x/.local/share/easel/registry")
    }

    private func files() throws -> [Int] {
        try ["weights", "pictures"].map { try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/deep/registry/\($0)").count }
    }
}
