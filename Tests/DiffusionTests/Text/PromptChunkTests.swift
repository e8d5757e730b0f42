import Diffusion
import Foundation
import TestSupport
import Testing

/// Weighted prompts in windows of twelve: start, ten tokens, end.
@Suite struct PromptChunkTests {
    private func tokenizer(padding: String? = nil) throws -> CLIPTokenizer {
        try TemporaryFolder.with { folder in
            var files = SyntheticTokenizer()
            if let padding { files.configuration = files.configuration.replacing(#""pad_token": "<|endoftext|>""#, with: #""pad_token": "\#(padding)""#) }
            try files.write(to: folder)
            return try CLIPTokenizer(folder: folder)
        }
    }

    private func words(_ count: Int, _ word: String = "x") -> String { Array(repeating: word, count: count).joined(separator: " ") }

    /// What stands between start and end, without the padding, which is the end here.
    private func bare(_ chunks: [PromptChunk], _ tokenizer: CLIPTokenizer) -> [[Int]] {
        chunks.map { $0.ids.dropFirst().filter { $0 != tokenizer.endID } }
    }

    @Test func aPromptWithoutWeightsIsThePlainOne() throws {
        let tokenizer = try tokenizer()
        for prompt in ["", "a cat", words(10), "sks: 7!"] {
            let chunks = tokenizer.chunks(of: WeightedPrompt(prompt))
            #expect(chunks.map(\.ids) == [tokenizer.encode(prompt).ids], "\(prompt)")
            #expect(chunks[0].weights == Array(repeating: 1, count: 12))
        }
        #expect(tokenizer.emptyChunk == tokenizer.chunks(of: WeightedPrompt(""))[0])
    }

    @Test func weightsStandAtTheirTokens() throws {
        let chunk = try tokenizer().chunks(of: WeightedPrompt("x (x x:1.5) [x]"))[0]
        #expect(chunk.weights == [1, 1, 1.5, 1.5, Float(1 / 1.1)] + Array(repeating: 1, count: 7))
    }

    @Test func longPromptsTakeMoreChunks() throws {
        let tokenizer = try tokenizer()
        for (count, expected) in [(10, [10]), (11, [10, 1]), (20, [10, 10]), (25, [10, 10, 5])] {
            let chunks = tokenizer.chunks(of: WeightedPrompt("(\(words(count)):1.3)"))
            #expect(bare(chunks, tokenizer).map(\.count) == expected)
            #expect(chunks.allSatisfy { $0.ids.count == 12 && $0.weights.count == 12 && $0.ids[0] == tokenizer.startID && $0.ids.last == tokenizer.endID })
            #expect(chunks.map { chunk in chunk.weights.count { $0 == 1.3 } } == expected)
        }
    }

    @Test func aBreakEndsAChunk() throws {
        let tokenizer = try tokenizer()
        func counts(_ prompt: String) -> [Int] { bare(tokenizer.chunks(of: WeightedPrompt(prompt)), tokenizer).map(\.count) }
        #expect(counts("x BREAK x x") == [1, 2])
        #expect(counts("BREAK x") == [0, 1])
        #expect(counts("x BREAK") == [1])
        #expect(counts("x BREAK BREAK x") == [1, 0, 1])
        #expect(counts("(x BREAK x)") == [7])
    }

    /// A full chunk ends behind its last comma, unless that is more than twenty tokens back.
    @Test func chunksEndAtCommas() throws {
        let tokenizer = try tokenizer()
        func counts(_ prompt: String) -> [Int] { bare(tokenizer.chunks(of: WeightedPrompt(prompt)), tokenizer).map(\.count) }
        #expect(counts("\(words(4)), \(words(8))") == [5, 8])
        #expect(counts("\(words(4)), \(words(5))") == [10])
        #expect(counts("\(words(9)), x") == [10, 1])
        // A comma that comes when the chunk is full begins the next.
        #expect(counts("\(words(10)), x") == [10, 2])
        #expect(counts("x, \(words(3)), \(words(14))") == [6, 10, 4])
        let moved = tokenizer.chunks(of: WeightedPrompt("\(words(4)), (\(words(8)):2)"))
        #expect(moved.map { chunk in chunk.weights.count { $0 == 2 } } == [0, 8])
    }

    @Test func farCommasAreLeftAlone() throws {
        let wide = try TemporaryFolder.with { folder in
            var files = SyntheticTokenizer()
            files.configuration = files.configuration.replacing("12", with: "42")
            try files.write(to: folder)
            return try CLIPTokenizer(folder: folder)
        }
        func counts(_ prompt: String) -> [Int] { bare(wide.chunks(of: WeightedPrompt(prompt)), wide).map(\.count) }
        #expect(counts("\(words(20)), \(words(20))") == [21, 20])
        #expect(counts("\(words(19)), \(words(21))") == [40, 1])
    }

    @Test func vectorsOfAPlaceholderStayTogether() throws {
        var tokenizer = try tokenizer()
        let ids = try tokenizer.add("<t>", vectors: 4).ids
        func bare(_ prompt: String) -> [[Int]] { self.bare(tokenizer.chunks(of: WeightedPrompt(prompt)), tokenizer) }
        #expect(bare("\(words(6)) <t>").map(\.count) == [10])
        #expect(bare("\(words(7)) <t> x").map(\.count) == [7, 5])
        #expect(bare("\(words(7)) <t> x")[1].prefix(4) == ids[...])
        #expect(bare("<t> <t> <t>") == [ids + ids, ids])
        // Moving behind the comma moves it as a whole.
        #expect(bare("\(words(3)), x x <t> x").map(\.count) == [4, 7])
        let weights = tokenizer.chunks(of: WeightedPrompt("\(words(7)) (<T>:1.5)"))
        #expect(weights.map(\.weights)[1].prefix(6) == [1, 1.5, 1.5, 1.5, 1.5, 1])
        // One that no window holds is taken vector by vector.
        let large = try tokenizer.add("<u>", vectors: 13).ids
        #expect(bare("x <u>") == [try #require(bare("x").first) + large.prefix(9), Array(large.dropFirst(9))])
    }

    @Test func tokensThatBeginAlikeAreToldApart() throws {
        var tokenizer = try tokenizer()
        let short = try tokenizer.add("<cat", vectors: 2).ids
        let long = try tokenizer.add("<cat>", vectors: 3).ids
        let plain = tokenizer.tokens(of: "<cat> <cat x")
        let chunk = tokenizer.chunks(of: WeightedPrompt("(<cat>:1.2) <cat x"))[0]
        #expect(Array(chunk.ids[1...6]) == plain && Array(plain.prefix(5)) == long + short)
        #expect(chunk.weights.prefix(6) == [1, 1.2, 1.2, 1.2, 1, 1])
        let group = try tokenizer.add("<catalogue>").ids
        #expect(Array(tokenizer.chunks(of: WeightedPrompt("[<catalogue>]"))[0].ids[1...1]) == group)
    }

    @Test func paddingIsTheTokenizers() throws {
        let tokenizer = try tokenizer(padding: "!")
        let chunks = tokenizer.chunks(of: WeightedPrompt("x BREAK (x)"))
        #expect(chunks.map { Array($0.ids.suffix(10)) } == Array(repeating: [tokenizer.endID] + Array(repeating: tokenizer.paddingID, count: 9), count: 2))
        #expect(tokenizer.paddingID != tokenizer.endID)
    }
}
