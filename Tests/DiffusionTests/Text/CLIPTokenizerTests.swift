import Diffusion
import Foundation
import TestSupport
import Testing

@Suite struct CLIPTokenizerTests {
    private let synthetic = SyntheticTokenizer()

    private func tokenizer(_ synthetic: SyntheticTokenizer = .init(), window: Int? = nil) throws -> CLIPTokenizer {
        try TemporaryFolder.with { folder in
            try synthetic.write(to: folder)
            return try CLIPTokenizer(folder: folder, maximumLength: window)
        }
    }

    private func id(_ token: String) throws -> Int { try #require(synthetic.vocabulary[token]) }

    @Test func joinsPairsLikeTheNaiveAlgorithm() throws {
        let tokenizer = try tokenizer()
        var random = SystemRandomNumberGenerator()
        for length in 1...60 {
            let word = String((0..<length).map { _ in "abcatdogks".randomElement(using: &random) ?? "a" })
            #expect(tokenizer.bareIDs(of: word) == synthetic.naiveIDs(of: word), "\(word)")
        }
    }

    @Test func splitsWordsContractionsDigitsAndSigns() throws {
        let tokenizer = try tokenizer()
        #expect(try tokenizer.bareIDs(of: "  CAT\n\u{A0}dog ") == [id("cat</w>"), id("dog</w>")])
        #expect(try tokenizer.bareIDs(of: "cat's") == [id("cat</w>"), id("'"), id("s</w>")])
        #expect(try tokenizer.bareIDs(of: "12") == [id("1</w>"), id("2</w>")])
        #expect(try tokenizer.bareIDs(of: "cat!?") == [id("cat</w>"), id("!"), id("?</w>")])
        #expect(tokenizer.bareIDs(of: "e\u{301}") == tokenizer.bareIDs(of: "É"))
        #expect(tokenizer.bareIDs(of: "").isEmpty)
    }

    @Test func cutsAndPads() throws {
        let tokenizer = try tokenizer()
        let short = tokenizer.encode("cat").ids
        #expect(short.count == 12)
        #expect(try short.prefix(3) == [tokenizer.startID, id("cat</w>"), tokenizer.endID])
        #expect(short.dropFirst(3).allSatisfy { $0 == tokenizer.paddingID })
        let long = String(repeating: "cat dog ", count: 8)
        #expect(tokenizer.encode(long).length == 16 && tokenizer.encode(long).isTruncated)
        #expect(tokenizer.encode(long).ids.last == tokenizer.endID)
        #expect(tokenizer.truncatedText(of: long) == "cat dog cat dog cat dog")
        #expect(tokenizer.truncatedText(of: "cat") == nil)
        #expect(try self.tokenizer(window: 8).encode("cat").ids.count == 8)
        #expect(try self.tokenizer(window: 77).maximumLength == 12)
    }

    @Test func decodesWhatItEncoded() throws {
        var tokenizer = try tokenizer()
        _ = try tokenizer.add("<my-cat>")
        for text in ["cat dog", "héllo wörld 😀", "a <my-cat> dog"] {
            #expect(tokenizer.decode(tokenizer.bareIDs(of: text)) == text)
        }
        #expect(tokenizer.decode([-5, 9_999_999]) == "")
    }

    @Test func absurdLengthMeansTheWindow() throws {
        var synthetic = synthetic
        synthetic.configuration = #"{"model_max_length": 1000000000000000019884624838656}"#
        #expect(try tokenizer(synthetic, window: 20).maximumLength == 20)
        synthetic.configuration = #"{"model_max_length": -1e300}"#
        #expect(try tokenizer(synthetic).maximumLength == 77)
        synthetic.configuration = #"{"model_max_length": 2}"#
        #expect(throws: TokenizerError.self) { try tokenizer(synthetic) }
    }

    @Test func longPromptsTakeLinearTime() throws {
        var tokenizer = try tokenizer()
        _ = try tokenizer.add("<" + String(repeating: "a", count: 250) + ">")
        let clock = ContinuousClock()
        for text in [String(repeating: "a", count: 1 << 20), String(repeating: "ab <a ", count: 150_000), String(repeating: " ", count: 1 << 20)] {
            #expect(clock.measure { _ = tokenizer.bareIDs(of: text) } < .seconds(10))
        }
    }

    @Test func readsBothLayoutsAlike() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../../Sources/Easel/Resources/models/easel-tiny/tokenizer").standardized.path
        guard FileManager.default.fileExists(atPath: folder) else {
            print("tokenizer: easel-tiny is not there yet, its two layouts are compared later")
            return
        }
        let classic = try CLIPTokenizer(folder: folder, maximumLength: 77)
        let single = try TemporaryFolder.with { copy in
            for name in ["tokenizer.json", "tokenizer_config.json"] {
                try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
            }
            return try CLIPTokenizer(folder: copy, maximumLength: 77)
        }
        #expect(classic.maximumLength == 32)
        for prompt in ["a photo of a red circle on a blue square", "Ünïcode!! 2023", "<|endoftext|> <|ENDOFTEXT|>", "don't"] {
            #expect(classic.encode(prompt) == single.encode(prompt))
            #expect(classic.bareIDs(of: prompt).count > 1)
        }
    }
}
