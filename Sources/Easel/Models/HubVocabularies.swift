import FoundationEssentials
import JSONValues

/// Where CLIP's vocabulary may lie for a model that comes without: in the hub's cache.
struct HubVocabularies {
    /// The folder that holds `models--owner--name`.
    let cache: String

    /// Folders that may hold CLIP's vocabulary: OpenAI's own repository, then the tokenizers of every Stable Diffusion that is there.
    var folders: [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []).filter { $0.hasPrefix("models--") }.sorted()
        let clip = "models--openai--clip-vit-large-patch14"
        return snapshots(of: clip) + names.flatMap(snapshots).filter(Self.isStableDiffusion).map { "\($0)/tokenizer" }
    }

    private func snapshots(of name: String) -> [String] {
        let folder = "\(cache)/\(name)/snapshots"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    }

    private static func isStableDiffusion(_ folder: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: "\(folder)/model_index.json"), data.count < 1 << 20 else { return false }
        let name = (try? JSONValue(parsing: data))?["_class_name"]?.string ?? ""
        return name.hasPrefix("StableDiffusion") && !name.hasPrefix("StableDiffusionXL") && !name.hasPrefix("StableDiffusion3")
    }
}
