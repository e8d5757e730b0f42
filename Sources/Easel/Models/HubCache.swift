import FoundationEssentials
import JSONValues

/// Where the hub's own client keeps downloaded repositories.
///
/// Source: huggingface_hub's cache layout, `models--owner--name/{refs,snapshots}`, and its environment variables.
struct HubCache {
    let path: String

    init() {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        path = environment["HF_HUB_CACHE"] ?? environment["HF_HOME"].map { "\($0)/hub" } ?? "\(home)/.cache/huggingface/hub"
    }

    /// The folder of a repository `owner/name`; nil for what is no such identifier.
    func folder(of source: String) -> String? {
        let parts = source.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasPrefix("~") }) else { return nil }
        return "\(path)/models--\(parts[0])--\(parts[1])"
    }

    /// The files of a revision; nil where they are not there.
    func snapshot(of source: String, revision: String?) -> String? {
        let revision = revision ?? "main"
        guard let folder = folder(of: source), !revision.contains("..") else { return nil }
        let reference = FileManager.default.contents(atPath: "\(folder)/refs/\(revision)").map { String(decoding: $0, as: UTF8.self) }
        let hash = reference?.filter { !$0.isWhitespace } ?? revision
        let path = "\(folder)/snapshots/\(hash)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// Folders that may hold CLIP's vocabulary: OpenAI's own repository, then the tokenizers of every Stable Diffusion that is there.
    var vocabularies: [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasPrefix("models--") }.sorted()
        let clip = "models--openai--clip-vit-large-patch14"
        return snapshots(of: clip) + names.flatMap(snapshots).filter(Self.isStableDiffusion).map { "\($0)/tokenizer" }
    }

    private func snapshots(of name: String) -> [String] {
        let folder = "\(path)/\(name)/snapshots"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    }

    private static func isStableDiffusion(_ folder: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: "\(folder)/model_index.json"), data.count < 1 << 20 else { return false }
        let name = (try? JSONValue(parsing: data))?["_class_name"]?.string ?? ""
        return name.hasPrefix("StableDiffusion") && !name.hasPrefix("StableDiffusionXL") && !name.hasPrefix("StableDiffusion3")
    }
}
