import Foundation

/// Where the fixtures are: `Tests/Fixtures`, then the folder that the environment variable EASEL_FIXTURES names (same layout).
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

    private static var places: [String] {
        let own = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures").path
        return [own] + [ProcessInfo.processInfo.environment["EASEL_FIXTURES"]].compactMap { $0 }
    }
}

/// Why a fixture could not be read.
package enum FixtureError: Error {
    case missing(String)
    case malformed(file: String, reason: String)
}
