import Foundation

/// A program that Python's installers have put on the search path, such as `jupyter`, and the environment that it belongs to.
struct PythonProgram {
    let path: String
    /// The folder above the `bin` of the Python that runs it.
    let prefix: String

    /// The first of a name on the search path; nil where there is none, or its Python can't be told.
    init?(_ name: String, environment: [String: String]) {
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let found = folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found, let file = FileHandle(forReadingAtPath: found), let start = try? file.read(upToCount: 1024),
            let python = Self.interpreter(String(decoding: start, as: UTF8.self))
        else { return nil }
        path = found
        prefix = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent().path
    }

    /// The Python in a script's first line; or in the second, where the first could not hold a long path or one with spaces.
    private static func interpreter(_ script: String) -> String? {
        let lines = script.split(separator: "\n", maxSplits: 2)
        guard let first = lines.first, first.hasPrefix("#!") else { return nil }
        let direct = String(first.dropFirst(2).drop { $0 == " " })
        if direct.contains("python") { return direct.hasPrefix("/usr/bin/env") ? nil : direct }
        guard lines.count > 1, let match = lines[1].firstMatch(of: /'''exec' "?([^"]*python[^" ]*)"?/) else { return nil }
        return String(match.1)
    }

    /// What the program writes when it is run with arguments; nil where it fails.
    func output(_ arguments: [String]) -> Data? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }
}
