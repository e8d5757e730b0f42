/// Puts a tokenizer together from the files of a folder.
struct TokenizerLoader {
    private let folder: TokenizerFolder
    private let vocabularyFile: String
    private let vocabulary: [String: Int]
    private let settings: TokenizerSettings?
    private let specials: TokenizerSettings?
    private let merges: [BytePairEncoder.Pair: BytePairEncoder.Merge]
    /// Added tokens by content, the later declaration winning.
    private var tokens: [String: WholeToken] = [:]

    /// Throws: ``TokenizerError``.
    init(_ path: String) throws {
        folder = TokenizerFolder(path: path)
        settings = try folder.decode(TokenizerSettings.self, from: "tokenizer_config.json", expecting: "an object of settings")
        specials = try folder.decode(TokenizerSettings.self, from: "special_tokens_map.json", expecting: "an object of special tokens")
        if let vocabulary = try folder.decode([String: Int].self, from: "vocab.json", expecting: "an object of tokens and their ids") {
            guard let lines = try folder.bytes(of: "merges.txt") else {
                throw TokenizerError.unreadable(file: folder.file("merges.txt"), reason: "there is no such file, though there is a vocab.json")
            }
            self.vocabulary = vocabulary
            vocabularyFile = folder.file("vocab.json")
            merges = try MergeTable(vocabulary, file: folder.file("merges.txt")).read(lines: lines)
            try declare(from: nil)
        } else if let document = try folder.decode(TokenizerDocument.self, from: "tokenizer.json", expecting: "a tokenizer document") {
            try Self.validate(document.model, file: folder.file("tokenizer.json"))
            vocabulary = document.model.vocab
            vocabularyFile = folder.file("tokenizer.json")
            merges = try MergeTable(vocabulary, file: vocabularyFile).read(rules: document.model.merges)
            try declare(from: document)
        } else {
            throw TokenizerError.notATokenizer(folder: path)
        }
    }

    /// The tokenizer, for a text model that sees `window` ids at once.
    ///
    /// Throws: ``TokenizerError``.
    func tokenizer(window: Int?) throws -> CLIPTokenizer {
        try validateIDs()
        let end = try role("end", \.eos_token, standard: "<|endoftext|>")
        let unknown = try role("unknown token", \.unk_token, standard: "<|endoftext|>")
        return CLIPTokenizer(
            encoder: BytePairEncoder(vocabulary: vocabulary, merges: merges, unknown: unknown), tokens: Array(tokens.values),
            start: try role("start", \.bos_token, standard: "<|startoftext|>"), end: end,
            padding: try role("padding", \.pad_token, standard: "<|endoftext|>"), maximumLength: try maximumLength(window))
    }

    /// Gathers the added tokens in the order in which transformers 5 does; a role given as a plain string keeps an earlier declaration.
    private mutating func declare(from document: TokenizerDocument?) throws {
        for declaration in document?.added_tokens ?? [] { try declare(declaration, id: declaration.id) }
        for (id, declaration) in settings?.added_tokens_decoder ?? [:] { try declare(declaration, id: Int(id) ?? -1) }
        let names = try folder.decode([String: Int].self, from: "added_tokens.json", expecting: "an object of tokens and their ids") ?? [:]
        for (name, id) in names where tokens[name] == nil {
            try declare(WholeToken(content: name, id: id), file: folder.file("added_tokens.json"))
        }
        let declared = Set(tokens.keys)
        for member in [\TokenizerSettings.bos_token, \.eos_token, \.unk_token, \.pad_token] {
            guard let declaration = specials?[keyPath: member] ?? settings?[keyPath: member] else { continue }
            guard let id = vocabulary[declaration.content] ?? tokens[declaration.content]?.id else { continue }
            if declaration.isBare, declared.contains(declaration.content) { continue }
            var token = declaration.token(id: id)
            token.isSpecial = true
            tokens[token.content] = token
        }
    }

    private mutating func declare(_ declaration: TokenDeclaration, id: Int?) throws {
        try declare(declaration.token(id: id ?? -1), file: folder.file("tokenizer_config.json"))
    }

    private mutating func declare(_ token: WholeToken, file: String) throws {
        guard TokenizerLoader.idRange ~= token.id, !token.content.isEmpty else {
            throw TokenizerError.malformed(file: file, expected: "an id from 0 on for every added token", found: "\(token.id) for '\(token.content)'")
        }
        guard vocabulary[token.content] ?? token.id == token.id else {
            throw TokenizerError.malformed(
                file: file, expected: "the vocabulary's id for '\(token.content)', \(vocabulary[token.content] ?? -1)", found: "\(token.id)")
        }
        guard token.content.unicodeScalars.count <= TokenizerLoader.lengthLimit else {
            throw TokenizerError.malformed(
                file: file, expected: "tokens of at most \(TokenizerLoader.lengthLimit) characters", found: "\(token.content.unicodeScalars.count)")
        }
        tokens[token.content] = token
    }

    private static let idRange = 0..<16_777_216
    private static let lengthLimit = 1024

    private static func validate(_ model: TokenizerDocument.Model, file: String) throws {
        guard model.type ?? "BPE" == "BPE" else {
            throw TokenizerError.malformed(file: file, expected: "a byte-pair encoding (BPE), as CLIP has it", found: "a \(model.type ?? "") model")
        }
        guard model.end_of_word_suffix == BytePairEncoder.wordEnd else {
            throw TokenizerError.malformed(
                file: file, expected: "words that end in </w>, as CLIP's do", found: "the suffix '\(model.end_of_word_suffix ?? "")'")
        }
    }

    private func validateIDs() throws {
        guard !vocabulary.isEmpty else { throw TokenizerError.malformed(file: vocabularyFile, expected: "tokens", found: "none") }
        var names: [Int: String] = [:]
        for (name, id) in vocabulary {
            guard Self.idRange ~= id else { throw TokenizerError.malformed(file: vocabularyFile, expected: "an id from 0 on for '\(name)'", found: "\(id)") }
            if let other = names.updateValue(name, forKey: id) {
                throw TokenizerError.malformed(file: vocabularyFile, expected: "one token for each id", found: "\(id) for '\(other)' and '\(name)'")
            }
        }
        for token in tokens.values where names.updateValue(token.content, forKey: token.id) ?? token.content != token.content {
            throw TokenizerError.malformed(file: folder.path, expected: "one token for each id", found: "two with \(token.id), one of them '\(token.content)'")
        }
    }

    private func role(_ role: String, _ member: KeyPath<TokenizerSettings, TokenDeclaration?>, standard: String) throws -> Int {
        let name = (specials?[keyPath: member] ?? settings?[keyPath: member])?.content ?? standard
        guard let id = vocabulary[name] ?? tokens[name]?.id else {
            throw TokenizerError.unknownSpecialToken(file: folder.path, role: role, token: name)
        }
        return id
    }

    private func maximumLength(_ window: Int?) throws -> Int {
        let own = settings?.model_max_length.flatMap { 0..<100_000 ~= $0 ? Int($0) : nil }
        let length = min(own ?? window ?? 77, window ?? .max)
        guard length >= 3 else {
            throw TokenizerError.malformed(file: folder.file("tokenizer_config.json"), expected: "a model_max_length of at least 3", found: "\(length)")
        }
        return length
    }
}

extension CLIPTokenizer {
    /// Reads a tokenizer folder of diffusers or transformers, version 4 (`vocab.json`, `merges.txt`) or 5 (`tokenizer.json`).
    ///
    /// - Parameter maximumLength: how many ids the text model sees at once; the tokenizer's own limit holds where it is smaller.
    ///
    /// - Throws: `TokenizerError`, which names the file.
    public init(folder: String, maximumLength: Int? = nil) throws {
        self = try TokenizerLoader(folder).tokenizer(window: maximumLength)
    }

    /// A tokenizer that is filled up with another id than its files say, where one is given.
    init(_ place: (folder: String, paddingID: Int?), maximumLength: Int) throws {
        try self.init(folder: place.folder, maximumLength: maximumLength)
        if let padding = place.paddingID { paddingID = padding }
    }
}
