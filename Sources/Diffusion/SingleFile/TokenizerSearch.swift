import FoundationEssentials

/// Finds CLIP's vocabulary for a single file, which holds none.
struct TokenizerSearch {
    private let path: String
    /// Folders that go with this very file: what they say about padding counts.
    private let own: [String]
    /// Folders of the same vocabulary for other models.
    private let vocabularies: [String]
    private let isOpenCLIP: Bool

    init(beside path: String, configuration: String?, vocabularies: [String], isOpenCLIP: Bool) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        self.path = path
        own = (configuration.map { ["\($0)/tokenizer"] } ?? []) + ["\(folder)/tokenizer", folder]
        self.vocabularies = vocabularies
        self.isOpenCLIP = isOpenCLIP
    }

    /// - Throws: `DiffusionError.noTokenizer`.
    func found() throws -> (folder: String, paddingID: Int?) {
        if let folder = own.first(where: Self.isTokenizer) { return (folder, nil) }
        // OpenCLIP fills prompts up with id 0, CLIP with its end token.
        if let folder = vocabularies.first(where: Self.isTokenizer) { return (folder, isOpenCLIP ? 0 : nil) }
        throw DiffusionError.noTokenizer(path: path, searched: own + (vocabularies.isEmpty ? ["the Hugging Face cache"] : vocabularies))
    }

    private static func isTokenizer(_ folder: String) -> Bool {
        let has = { (name: String) in FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
        return (has("vocab.json") && has("merges.txt")) || has("tokenizer.json")
    }
}
