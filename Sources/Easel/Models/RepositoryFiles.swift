import Diffusion
import Personalization

/// Which files of a repository are needed: a repository often holds the same weights in five forms.
struct RepositoryFiles {
    let repository: String
    /// Paths in the repository.
    let names: [String]

    /// What a model consists of: indices, configurations, the tokenizer's files, and one form of each component's weights.
    ///
    /// - Throws: `EaselError.unusableRepository`, saying what is missing and what is there instead.
    func model(variant: String?) throws -> [String] {
        guard names.contains("model_index.json") else { throw unusable("it has no model_index.json\(singleFiles)") }
        guard names.contains("scheduler/scheduler_config.json") else { throw unusable("it has no scheduler/scheduler_config.json") }
        let texts = names.filter {
            $0.hasPrefix("tokenizer/") && [".json", ".txt"].contains(where: $0.hasSuffix) && !$0.dropFirst("tokenizer/".count).contains("/")
        }
        guard !texts.isEmpty else { throw unusable("it has no tokenizer") }
        let indices = ["model_index.json", "easel.json", "scheduler/scheduler_config.json"].filter(names.contains)
        return try indices + texts + ["text_encoder", "unet", "vae"].flatMap { try component($0, in: "\($0)/", variant: variant) }
    }

    /// What an autoencoder of its own consists of.
    func autoencoder(variant: String?) throws -> [String] {
        try component("vae", in: names.contains("vae/config.json") ? "vae/" : "", variant: variant)
    }

    /// What a ControlNet consists of.
    func controlNet(variant: String?) throws -> [String] {
        guard names.contains("config.json") else { throw unusable("it has no config.json\(singleFiles)") }
        return try component("controlnet", in: "", variant: variant)
    }

    /// What a network that looks at pictures consists of.
    func encoder() throws -> [String] {
        let texts = ["preprocessor_config.json", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"]
        return try component("text_encoder", in: "", variant: nil) + texts.filter(names.contains)
    }

    /// The file of a learnt token.
    func token() throws -> [String] {
        let known = TokenFile.names.first(where: names.contains)
        let others = names.filter { name in !name.contains("/") && [".safetensors", ".pt", ".bin"].contains(where: name.hasSuffix) }
        guard let name = known ?? (others.count == 1 ? others.first : nil) else {
            throw unusable("it has none of \(TokenFile.names.joined(separator: ", "))")
        }
        return [name]
    }

    /// The file of an adapter, with its configuration where there is one.
    func adapter() throws -> [String] {
        let known = ["pytorch_lora_weights.safetensors", "adapter_model.safetensors"].first(where: names.contains)
        let others = names.filter { name in !name.contains("/") && name.hasSuffix(".safetensors") }
        guard let name = known ?? (others.count == 1 ? others.first : nil) else {
            throw unusable("it has no pytorch_lora_weights.safetensors, no adapter_model.safetensors, and not one other .safetensors file")
        }
        return [name] + ["adapter_config.json"].filter(names.contains)
    }

    private func component(_ component: String, in folder: String, variant: String?) throws -> [String] {
        let weights = ComponentWeights(folder: folder, component: component)
        let present = names.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }
        guard present.contains("config.json") else { throw unusable("it has no \(folder)config.json") }
        let candidates = (variant.map { weights.names(variant: $0) } ?? []) + weights.names(variant: nil)
        guard let chosen = candidates.first(where: present.contains) else {
            let variants = weights.variants(among: present)
            let hint = variants.isEmpty ? "" : "; of variants only: \(variants.joined(separator: ", ")) (name one with variant:)"
            throw unusable("it has no weights of its \(component)\(hint)")
        }
        return (["config.json", chosen] + (try shards(of: chosen, among: present, folder))).map { folder + $0 }
    }

    /// The parts that an index speaks of, all of them: `stem-00001-of-00003.ending`.
    private func shards(of index: String, among present: [String], _ folder: String) throws -> [String] {
        guard index.contains(".index."), index.hasSuffix(".json"), let stem = index.split(separator: ".").first else { return [] }
        let ending = index.contains(".safetensors.") ? ".safetensors" : ".bin"
        let middle = index.split(separator: ".").dropFirst().filter { !["safetensors", "bin", "index", "json"].contains($0) }
        let shards = present.filter { name in
            name.hasPrefix(stem) && name.hasSuffix(ending) && name.contains("-of-") && middle.allSatisfy { name.contains(".\($0)") || name.contains(".\($0)-") }
        }
        let count = shards.first.flatMap { Int($0.split(separator: "-of-").last?.prefix { $0.isNumber } ?? "") }
        guard let count, shards.count == count else { throw unusable("\(folder)\(index) speaks of parts that are not there") }
        return shards
    }

    private var singleFiles: String {
        let files = names.filter { name in !name.contains("/") && [".safetensors", ".ckpt", ".pth"].contains(where: name.hasSuffix) }
        guard !files.isEmpty else { return "" }
        return "; a single file such as '\(files[0])' can be downloaded by hand and loaded by its path"
    }

    private func unusable(_ reason: String) -> EaselError { .unusableRepository(repository: repository, reason: reason) }
}
