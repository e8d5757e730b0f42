import CellLanguage
import Easel
import Foundation
import Synchronization

/// Completion inside strings: model names, tokens in prompts, paths.
struct StringCompletion: Sendable {
    let engine: EaselSession

    func callAsFunction(_ place: Assistant.StringPlace) -> [Completion] {
        switch (place.function, place.parameter) {
        case ("load", "source"): return names(Resources.modelNames, place.prefix) + paths(place.prefix)
        case (_, "prompt"), (_, "preview"), (_, "negativePrompt"): return placeholders(place.prefix)
        default: return paths(place.prefix)
        }
    }

    /// Tokens that go on from the last word of the prompt; what stands before it stays.
    private func placeholders(_ prefix: String) -> [Completion] {
        let cut = prefix.lastIndex(of: " ").map { prefix.index(after: $0) } ?? prefix.startIndex
        let (before, word) = (prefix[..<cut], prefix[cut...])
        guard !word.isEmpty else { return [] }
        return engine.placeholders.withLock { $0 }.filter { $0.hasPrefix(word) }.map { Completion(before + $0, .string) }
    }

    private func names(_ names: [String], _ prefix: String) -> [Completion] {
        names.filter { $0.hasPrefix(prefix) }.map { Completion($0, .string) }
    }

    private func paths(_ prefix: String) -> [Completion] {
        let cut = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
        let (folder, start) = (String(prefix[..<cut]), prefix[cut...])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || start.hasPrefix(".")) }.sorted().prefix(100).map { name in
            var isFolder = false
            #if os(Linux)
                var answer = ObjCBool(false)
                isFolder = FileManager.default.fileExists(atPath: folder + name, isDirectory: &answer) && answer.boolValue
            #endif
            return Completion(folder + name + (isFolder ? "/" : ""), .string)
        }
    }
}
