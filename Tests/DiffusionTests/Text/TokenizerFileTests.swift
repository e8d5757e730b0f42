import Diffusion
import Foundation
import TestSupport
import Testing

/// Files that are not what they should be give errors that name them.
@Suite struct TokenizerFileTests {
    @Test(arguments: [
        ("vocab.json", ""), ("vocab.json", "["), ("vocab.json", "[1]"), ("vocab.json", #"{"a": "b"}"#), ("vocab.json", "{}"),
        ("vocab.json", #"{"a": -1}"#), ("vocab.json", #"{"a": 1, "b": 1}"#), ("vocab.json", #"{"a": 1e300}"#), ("vocab.json", "\u{0}"),
        ("merges.txt", "#version: 0.2\na b c\n"), ("merges.txt", "ab"), ("merges.txt", "a nothing"), ("merges.txt", "q u"),
        ("tokenizer_config.json", "{"), ("tokenizer_config.json", #"{"eos_token": 5}"#), ("tokenizer_config.json", #"{"eos_token": "<end>"}"#),
        ("special_tokens_map.json", "null"), ("special_tokens_map.json", #"{"pad_token": {"text": 1}}"#),
        ("added_tokens.json", #"{"<t>": -3}"#), ("added_tokens.json", #"{"<t>": 3}"#), ("added_tokens.json", #"{"a": 4000}"#),
        ("added_tokens.json", #"{"<t>": 99999999999}"#),
    ])
    func brokenFilesAreNamed(name: String, content: String) throws {
        try TemporaryFolder.with { folder in
            try SyntheticTokenizer().write(to: folder)
            try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder) }
            #expect(error?.description.contains(folder) == true, "\(error?.description ?? "")")
        }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"model": {"vocab": {}, "merges": []}}"#, #"{"model": {"type": "Unigram", "vocab": {}, "merges": []}}"#,
        #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a"]], "end_of_word_suffix": "</w>"}}"#,
        #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b c"], "end_of_word_suffix": "</w>"}}"#,
        #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "end_of_word_suffix": null}}"#,
    ])
    func brokenDocumentsAreNamed(content: String) throws {
        try TemporaryFolder.with { folder in
            try Data(content.utf8).write(to: URL(filePath: "\(folder)/tokenizer.json"))
            let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder) }
            #expect(error?.description.contains(folder) == true, "\(error?.description ?? "")")
        }
    }

    @Test func missingFilesAreNamed() throws {
        try TemporaryFolder.with { folder in
            #expect(throws: TokenizerError.notATokenizer(folder: folder)) { try CLIPTokenizer(folder: folder) }
            try SyntheticTokenizer().write(to: folder)
            try FileManager.default.removeItem(atPath: "\(folder)/merges.txt")
            #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder) }
        }
    }
}
