import Foundation
import Testing

/// Who uses whom.
@Suite struct ArrowTests {
    @Test func everyFolderIsARoom() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: SourceFile.package.appending(path: "Sources").path)
        #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(Arrows.table.keys).union(Arrows.shims))
    }

    @Test(arguments: Arrows.table.keys.sorted()) func roomImportsWhatIsDrawn(_ room: String) throws {
        let drawn = try #require(Arrows.table[room])
        var walked: Set<String> = []
        for file in try SourceFile.all(below: "Sources") where file.room == room {
            let imports = file.imports.subtracting(Arrows.toolchain)
            #expect(imports.subtracting(drawn) == [], "\(file.path) imports what is not drawn")
            walked.formUnion(imports)
        }
        #expect(drawn.subtracting(walked) == [], "arrows from \(room) that no file walks")
    }

    @Test func manifestAgrees() throws {
        let manifest = try Manifest()
        #expect(manifest.dependencies == Arrows.table)
        #expect(manifest.shims == Arrows.shims)
    }

    @Test func nothingPointsBack() {
        var rest = Arrows.table.mapValues { $0.intersection(Arrows.table.keys) }
        while let room = rest.first(where: { $0.value.isEmpty })?.key {
            rest[room] = nil
            rest = rest.mapValues { $0.subtracting([room]) }
        }
        #expect(rest.keys.sorted() == [], "rooms that use each other in a circle")
    }

    @Test(arguments: Arrows.shims.sorted()) func shimHasOneUser(_ shim: String) {
        #expect(Arrows.table.filter { $0.value.contains(shim) }.count == 1)
    }

    @Test func importsAreRead() {
        let text = "import A\npublic import B\n@preconcurrency import C.D\n  package import struct E.F\n// import G\nlet s = \"import H\"\n"
        #expect(SourceFile(path: "X/Y.swift", text: text).imports == ["A", "B", "C", "E"])
    }
}
