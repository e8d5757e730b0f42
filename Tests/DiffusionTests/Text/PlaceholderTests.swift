import Diffusion
import Foundation
import TestSupport
import Testing

@Suite struct PlaceholderTests {
    private func tokenizer() throws -> CLIPTokenizer {
        try TemporaryFolder.with { folder in
            try SyntheticTokenizer().write(to: folder)
            return try CLIPTokenizer(folder: folder)
        }
    }

    @Test func addedTokensAreFoundInAnyCaseAndInsideWords() throws {
        var tokenizer = try tokenizer()
        let size = tokenizer.vocabularySize
        let ids = try tokenizer.add("<t>", vectors: 3).ids
        #expect(ids == [size, size + 1, size + 2])
        #expect(tokenizer.bareIDs(of: "<T>") == [ids[0]])
        #expect(tokenizer.bareIDs(of: "<t>_2<t>_1<t>") == [ids[2], ids[1], ids[0]])
        let inside = tokenizer.bareIDs(of: "cat<t>cat")
        #expect(inside.count == 3 && inside[1] == ids[0])
        #expect(tokenizer.addedTokens.map(\.names) == [["<t>", "<t>_1", "<t>_2"]])
        #expect(tokenizer.tokens(of: "a <T>").suffix(3) == ids[...])
        #expect(tokenizer.decode(ids) == "<t> <t>_1 <t>_2")
    }

    /// Each is indexed as it comes; none hides another, and taking one out leaves the others.
    @Test func manyPlaceholdersAreAllFound() throws {
        var tokenizer = try tokenizer()
        let all = try (0..<300).map { try tokenizer.add("<word-\($0)>", vectors: 1 + $0 % 3).ids }
        #expect(all.indices.allSatisfy { tokenizer.tokens(of: "<Word-\($0)>") == all[$0] })
        tokenizer.remove("<word-7>")
        tokenizer.remove("<nobody>")
        #expect(all.indices.allSatisfy { (tokenizer.tokens(of: "<word-\($0)>") == all[$0]) == ($0 != 7) })
        let again = try tokenizer.add("<word-7>").ids
        #expect(tokenizer.tokens(of: "<word-7>") == again && again[0] > all[299][0])
        #expect(throws: TokenizerError.self) { try tokenizer.add("<WORD-8>") }
    }

    @Test func severalVectorsExpand() throws {
        var tokenizer = try tokenizer()
        _ = try tokenizer.add("<t>", vectors: 3)
        #expect(tokenizer.expandingVectors(in: "a <t>, é") == "a <t> <t>_1 <t>_2, é")
        #expect(tokenizer.expandingVectors(in: "a <T>") == "a <T>")
        #expect(tokenizer.expandingVectors(in: "a <T>", anyCase: true) == "a <t> <t>_1 <t>_2")
        #expect(tokenizer.expandingVectors(in: "nothing") == "nothing")
    }

    @Test func placeholdersInsideOthersStay() throws {
        var tokenizer = try tokenizer()
        let short = try tokenizer.add("<t", vectors: 2).ids
        let long = try tokenizer.add("<t>", vectors: 3).ids
        let whole = try tokenizer.add("<t>-toy").ids
        #expect(tokenizer.tokens(of: "<t> <t <T>-toy<t>") == long + short + whole + long)
        #expect(tokenizer.expandingVectors(in: "<t>_1 <t>-toy", anyCase: true) == "<t>_1 <t>-toy")
    }

    @Test func namesThatMeanSomethingAreRefused() throws {
        var tokenizer = try tokenizer()
        _ = try tokenizer.add("<t>", vectors: 2)
        let before = tokenizer.addedTokens
        for name in [
            "cat</w>", "a", "A", "", " ", "<x> ", "<x\n>", "<t>", "<T>", "<t>_1", "<t>_7", "sks", "Hi", "<|endoftext|>", String(repeating: "x", count: 300),
        ] {
            #expect(throws: TokenizerError.self, "\(name)") { try tokenizer.add(name) }
        }
        for count in [0, -1, 76, Int.max] {
            #expect(throws: TokenizerError.invalidVectorCount(count, limit: 75)) { try tokenizer.add("<u>", vectors: count) }
        }
        #expect(tokenizer.addedTokens == before)
    }

    @Test func removedAndRenamedTokensLeaveOtherIDsAlone() throws {
        var tokenizer = try tokenizer()
        let first = try tokenizer.add("<a>", vectors: 2).ids
        let second = try tokenizer.add("<b>").ids
        tokenizer.remove("<a>")
        #expect(tokenizer.bareIDs(of: "<b>") == second)
        #expect(!tokenizer.bareIDs(of: "<a>").contains(first[0]))
        #expect(try tokenizer.add("<c>").ids == [second[0] + 1])
        try tokenizer.rename("<b>", to: "<d>")
        #expect(tokenizer.bareIDs(of: "<d>") == second)
        #expect(tokenizer.addedTokens.map(\.placeholder) == ["<d>", "<c>"])
        #expect(throws: TokenizerError.self) { try tokenizer.rename("<d>", to: "<c>") }
        #expect(throws: TokenizerError.unknownPlaceholder("<b>", known: ["<d>", "<c>"])) { try tokenizer.rename("<b>", to: "<x>") }
        _ = try tokenizer.add("<e>", vectors: 2)
        try tokenizer.rename("<e>", to: "<f>")
        #expect(tokenizer.expandingVectors(in: "<f>") == "<f> <f>_1")
    }

    @Test func placeholdersInsideWordsAreTold() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.matchesInsideWords("ks"))
        #expect(!tokenizer.matchesInsideWords("<ks>"))
        #expect(tokenizer.words(containing: "KS") == ["sks"])
        #expect(tokenizer.words(containing: "<ks>").isEmpty)
    }
}
