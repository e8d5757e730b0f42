/// What is read of a `tokenizer.json`.
///
/// Source: tokenizers, serialisation format 1.0.
struct TokenizerDocument: Decodable {
    var added_tokens: [TokenDeclaration]?
    var model: Model

    struct Model: Decodable {
        var type: String?
        var vocab: [String: Int]
        var merges: [MergeRule]
        var end_of_word_suffix: String?
    }

    /// A merge, written as two strings or (before tokenizers 0.20) as one with a space between.
    struct MergeRule: Decodable {
        let left: String
        let right: String

        init(from decoder: any Decoder) throws {
            if var pair = try? decoder.unkeyedContainer() {
                left = try pair.decode(String.self)
                right = try pair.decode(String.self)
                return
            }
            let container = try decoder.singleValueContainer()
            let parts = try container.decode(String.self).split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "a merge that is not two parts")
            }
            (left, right) = (String(parts[0]), String(parts[1]))
        }
    }
}

/// A token as a configuration declares it: its text alone, or with the way it is searched for.
struct TokenDeclaration: Decodable {
    var content: String
    var id: Int?
    var isNormalized: Bool
    var isSpecial: Bool
    var isSingleWord = false
    var stripsLeft = false
    var stripsRight = false
    /// Written as a plain string, which says nothing about the way it is searched for.
    var isBare = false

    private enum Key: String, CodingKey {
        case content, id, normalized, special, single_word, lstrip, rstrip
    }

    init(from decoder: any Decoder) throws {
        if let content = try? decoder.singleValueContainer().decode(String.self) {
            // transformers searches for special tokens given as strings in the text as typed.
            self.content = content
            (isNormalized, isSpecial, isBare) = (false, true, true)
            return
        }
        let members = try decoder.container(keyedBy: Key.self)
        content = try members.decode(String.self, forKey: .content)
        id = try members.decodeIfPresent(Int.self, forKey: .id)
        isSpecial = try members.decodeIfPresent(Bool.self, forKey: .special) ?? false
        isNormalized = try members.decodeIfPresent(Bool.self, forKey: .normalized) ?? !isSpecial
        isSingleWord = try members.decodeIfPresent(Bool.self, forKey: .single_word) ?? false
        stripsLeft = try members.decodeIfPresent(Bool.self, forKey: .lstrip) ?? false
        stripsRight = try members.decodeIfPresent(Bool.self, forKey: .rstrip) ?? false
    }

    func token(id: Int) -> WholeToken {
        WholeToken(
            content: content, id: id, isNormalized: isNormalized, isSpecial: isSpecial, isSingleWord: isSingleWord,
            stripsLeft: stripsLeft, stripsRight: stripsRight)
    }
}

/// What is read of `tokenizer_config.json` and `special_tokens_map.json`.
struct TokenizerSettings: Decodable {
    var bos_token: TokenDeclaration?
    var eos_token: TokenDeclaration?
    var unk_token: TokenDeclaration?
    var pad_token: TokenDeclaration?
    var added_tokens_decoder: [String: TokenDeclaration]?
    /// Absurdly large where the tokenizer has no limit of its own.
    var model_max_length: Double?
}
