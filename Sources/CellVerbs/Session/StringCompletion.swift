import CellLanguage
import Easel
import Hub
import Synchronization

/// Completion inside strings: model names, tokens in prompts, names in `help`, paths.
struct StringCompletion: Sendable {
    let engine: EaselSession
    /// What was downloaded before.
    let downloads: HubSettings
    /// Everything that `help` has a page about.
    let pages: [String]

    func callAsFunction(_ place: StringPlace) -> StringCompletions {
        if let tokens = tokens(place.prefix) { return tokens }
        switch (place.function, place.parameter) {
        case ("help", _): return StringCompletions(named(pages, place.prefix), replacing: place.prefix)
        case ("load", "source"):
            let models = named(Resources.modelNames + downloads.downloadedModels, place.prefix)
            return StringCompletions(models + paths(place.prefix, endings: ["safetensors", "ckpt"]), replacing: place.prefix)
        case (_, let parameter?) where Self.texts.contains(parameter): return StringCompletions([], replacing: "")
        case (let function, let parameter):
            let endings = Self.endings["\(function ?? "").\(parameter ?? "")"]
            return StringCompletions(paths(place.prefix, endings: endings), replacing: place.prefix)
        }
    }

    /// Arguments that are never paths.
    private static let texts: Set<String> = [
        "prompt", "negativePrompt", "preview", "prompts", "placeholder", "initializer", "variant", "revision", "title", "xLabel", "yLabel", "labels",
        "identifier",
        "category", "instancePrompt", "classPrompt", "owner", "name",
    ]

    /// The files that an argument takes, where it takes few kinds.
    private static let endings: [String: Set<String>] = [
        "pose.keypoints": ["json"],
        "loadToken.source": ["safetensors", "bin", "pt"], "recreate.file": ["png", "jpg", "jpeg", "webp"], "verify.manifest": ["json"],
        "images.source": ["png", "jpg", "jpeg", "webp", "zip"], "load.vae": ["safetensors", "ckpt", "pt"],
    ].merging(["canny", "softEdge", "scribble", "lines", "segments", "depth", "normals"].map { ("\($0).picture", ["png", "jpg", "jpeg", "webp"]) }) { $1 }

    /// Tokens that go on from the last word of a text, wherever it stands; nil where none does.
    private func tokens(_ prefix: String) -> StringCompletions? {
        let matches = engine.placeholders.withLock { $0 }.compactMap { placeholder in
            Self.begun(placeholder, in: prefix).map { (placeholder: placeholder, word: $0) }
        }
        guard let longest = matches.map(\.word).max(by: { $0.count < $1.count }) else { return nil }
        return StringCompletions(matches.filter { $0.word == longest }.map { Completion($0.placeholder, .word, detail: "token") }, replacing: longest)
    }

    /// The longest end of a text with which a placeholder begins, where no word goes on before it.
    private static func begun(_ placeholder: String, in text: String) -> Substring? {
        for count in stride(from: min(placeholder.count, text.count), to: 0, by: -1) {
            let end = text.suffix(count)
            guard placeholder.hasPrefix(end) else { continue }
            let startsWord = text.dropLast(count).last.map { !$0.isLetter && !$0.isNumber } ?? true
            if startsWord || end.first == "<" { return end }
        }
        return nil
    }

    private func named(_ names: [String], _ prefix: String) -> [Completion] {
        names.filter { $0.hasPrefix(prefix) }.map { Completion($0, .name) }
    }

    private func paths(_ prefix: String, endings: Set<String>? = nil) -> [Completion] {
        PathCompletion.matches(prefix, endings: endings).map { Completion($0, .path) }
    }
}
