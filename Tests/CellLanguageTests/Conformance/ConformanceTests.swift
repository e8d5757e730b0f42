import CellLanguage
import Foundation
import Testing

@Suite struct ConformanceTests {
    @Test func cellsAreFound() {
        #expect(ConformanceCell.all.count >= 200)
    }

    @Test(arguments: ConformanceCell.all)
    func cell(_ cell: ConformanceCell) {
        let console = Console()
        var result: String?
        var failure: CellError?
        for source in cell.cells {
            do throws(CellError) { result = try console.run(source) } catch { failure = error }
        }
        #expect(console.output.text == cell.expected.map { $0 + "\n" }.joined())
        if let wanted = cell.result { #expect(result == (wanted == "none" ? nil : wanted)) }
        if let wanted = cell.error {
            #expect(failure?.description.hasPrefix(wanted) == true, "\(failure?.description ?? "no error")")
        } else {
            #expect(failure == nil, "\(failure?.traceback(isColoured: false).joined(separator: "\n") ?? "")")
        }
        if let wanted = cell.underlined { #expect(failure.flatMap { error in error.range.flatMap { error.source?.slice($0) } } == wanted) }
    }

    /// What is legal Swift does the same when the Swift compiler compiles it.
    @Test func compilerAgrees() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "easel-conformance-\(UUID().uuidString)")
        guard let compiler = Self.find("swiftc") else {
            print("skipped: there is no swiftc in PATH")
            return
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cells = ConformanceCell.all.filter(\.isLegalSwift)
        try Self.program(of: cells).write(to: folder.appending(path: "main.swift"), atomically: true, encoding: .utf8)
        let compiled = try Self.output(
            compiler,
            ["-suppress-warnings", "-Onone", folder.appending(path: "main.swift").path, "-o", folder.appending(path: "cells").path])
        try #require(compiled.status == 0, "\(compiled.text)")
        let run = try Self.output(folder.appending(path: "cells").path, [])
        let sections = run.text.components(separatedBy: "=== ").dropFirst()
        #expect(sections.count == cells.count, "\(run.text.suffix(400))")
        for (cell, section) in zip(cells, sections) {
            #expect(section == ([cell.name] + cell.expected).joined(separator: "\n") + "\n")
        }
    }

    private static func program(of cells: [ConformanceCell]) -> String {
        var text = "import Foundation\nsetbuf(stdout, nil)\n"
        for (index, cell) in cells.enumerated() {
            let body = cell.cells[0].split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("import ") }.joined(
                separator: "\n")
            text += "func cell\(index)() async throws {\nprint(\"=== \(cell.name)\")\n\(body)\n}\ntry await cell\(index)()\n"
        }
        return text
    }

    private static func find(_ program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> (text: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
