import Foundation

/// What `Package.swift` says about the rooms.
struct Manifest {
    let dependencies: [String: Set<String>]
    let shims: Set<String>

    init() throws {
        let text = try String(contentsOf: SourceFile.package.appending(path: "Package.swift"), encoding: .utf8)
        var dependencies: [String: Set<String>] = [:]
        for match in text.matches(of: /(?s)room\(\s*"(\w+)",\s*uses:\s*\[(.*?)\]/) {
            dependencies[String(match.1)] = Self.names(in: match.2)
        }
        for match in text.matches(of: /(?s)\.executableTarget\(\s*name:\s*"(\w+)",\s*dependencies:\s*\[(.*?)\]/) {
            dependencies[String(match.1)] = Self.names(in: match.2)
        }
        self.dependencies = dependencies
        shims = Set(text.matches(of: /\.(?:systemLibrary|target)\(\s*name:\s*"(C[A-Z]\w*)"/).map { String($0.1) })
    }

    private static func names(in list: Substring) -> Set<String> {
        Set(list.replacing(/package:\s*"[^"]*"/, with: "").matches(of: /"(\w+)"/).map { String($0.1) })
    }
}
