import Foundation

/// Where the fixtures are: the folder that the environment variable EASEL_FIXTURES names, then `Tests/Fixtures` (same layout).
package enum Fixtures {
    /// The folder of a group, nil where neither place has it.
    package static func folder(_ group: String) -> String? {
        places.map { "\($0)/\(group)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// A file of a group, nil where no place has it.
    package static func file(_ group: String, _ name: String) -> String? {
        places.map { "\($0)/\(group)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The manifest of a group.
    package static func manifest(_ group: String) throws -> FixtureValue {
        guard let path = file(group, "manifest.json") else { throw FixtureError.missing(group) }
        return try FixtureValue(json: Data(contentsOf: URL(filePath: path)))
    }

    /// The names of all groups, of either place, that hold a file of this name.
    package static func groups(with name: String) -> [String] {
        let names = places.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        return Set(names).sorted().filter { folder($0).map { FileManager.default.fileExists(atPath: "\($0)/\(name)") } ?? false }
    }

    private static var places: [String] {
        let own = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures").path
        return [ProcessInfo.processInfo.environment["EASEL_FIXTURES"]].compactMap { $0 }.filter { !$0.isEmpty } + [own]
    }
}

/// Why a fixture could not be read.
package enum FixtureError: Error {
    case missing(String)
    case malformed(file: String, reason: String)
}
