import Diffusion
import Foundation
import Personalization
import TestSupport
import Testing

/// Words without a meaning: found, ranked, and told from those with one.
@Suite(.serialized) struct RareIdentifiersTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private let model: StableDiffusion

    init() throws {
        let folder = Self.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny").path
        model = try StableDiffusion(files: ModelFolder(path: folder), name: "easel-tiny")
    }

    /// What the captions of the embedded model's training named, and what its vocabulary has beside.
    private static let known = [
        "dog", "bottle", "cup", "house", "tree", "car", "fish", "flower", "robot", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
        "gray", "black", "white", "grass", "beach", "snow", "night", "sketch", "painting", "background", "two", "group",
    ]
    private static let strange = ["sks", "lnl", "qzq", "gandalf", "dalf", "xel", "oon", "cute", "weird", "happy", "doll", "moon", "toon", "yle", "cartoon"]

    @Test func meaningTellsKnownWordsFromStrangeOnes() throws {
        let identifiers = try RareIdentifiers(for: "cat", in: model)
        let meanings = try (Self.known + Self.strange).map { try #require(identifiers.check($0).meaning, "\($0)") }
        let (known, strange) = (meanings.prefix(Self.known.count), meanings.suffix(Self.strange.count))
        let (least, most) = (known.min() ?? 0, strange.max() ?? 1)
        #expect(least > RareIdentifiers.meaningLimit && most < RareIdentifiers.meaningLimit)
        #expect(least > 2 * most, "no word in between: \(least), \(most)")
    }

    @Test func proposalsAreSingleStrangeTokens() throws {
        let proposals = try RareIdentifiers(for: "dog", in: model).proposals(8)
        #expect(Set(proposals.prefix(3).map(\.identifier)) == ["sks", "lnl", "qzq"], "the only ones without vowels")
        for proposal in proposals {
            #expect(model.tokenizer.tokens(of: proposal.identifier).count == 1)
            #expect(proposal.meaning < RareIdentifiers.meaningLimit)
        }
        #expect(Set(proposals.map(\.identifier)).count == 8)
    }

    @Test func whatIsTakenIsNotProposed() throws {
        let rest = try RareIdentifiers(for: "dog", in: model, used: ["sks", "LNL"]).proposals(50).map(\.identifier)
        #expect(rest.first == "qzq" && !rest.contains("sks") && !rest.contains("lnl"))
        #expect(throws: PersonalizationError.self) { try RareIdentifiers(for: "dog", in: model, used: Set(rest + ["sks", "lnl"])).proposals() }
    }

    @Test func checksSayWhatIsWrong() throws {
        let identifiers = try RareIdentifiers(for: "dog", in: model, used: ["lnl"])
        let good = try identifiers.check("sks")
        #expect(good.concerns == [] && good.alternatives == [] && good.description.contains("good"))
        let colour = try identifiers.check("red")
        #expect(colour.concerns.contains(.ordinaryWord))
        #expect(colour.concerns.contains { if case .known(let meaning) = $0 { meaning > 0.5 } else { false } })
        #expect(colour.alternatives.first.map { ["sks", "qzq"].contains($0) } == true)
        #expect(try identifiers.check("toy").concerns == [.ordinaryWord], "not known to the model, but to people")
        #expect(try identifiers.check("lnl").concerns == [.handedOut])
        guard case .severalTokens(let pieces)? = try identifiers.check("xxy5syt00").concerns.first else { throw FixtureError.missing("pieces") }
        #expect(pieces.count > 1 && pieces.joined() == "xxy5syt00")
        for text in ["", "two words", "<sks>", "ü"] { #expect(try identifiers.check(text).concerns == [.notAWord]) }
    }

    @Test func addedTokensAreTaken() throws {
        // "qzq" is in the vocabulary already, so the token has another name.
        _ = try Token("zxw", initializer: "dog", in: model)
        #expect(try RareIdentifiers(for: "dog", in: model).check("zxw").concerns.contains(.placeholder))
    }

    /// Stable Diffusion's own vocabulary, where it is at hand: with a text model of random weights nothing means anything, but tokens are counted.
    @Test func largeVocabulary() throws {
        guard let folder = Fixtures.file("tokenizer", "clip") else { return print("RareIdentifiers: the large vocabulary left out, no fixtures") }
        let tokenizer = try CLIPTokenizer(folder: folder)
        #expect(tokenizer.unreachableIDs.count == 78)
        let words = tokenizer.words(ofLength: 3...5)
        #expect(words.contains { $0.text == "sks" && $0.id == 48136 })
        #expect(["btb", "lnl", "qzq", "zwx"].allSatisfy { word in !words.contains { $0.text == word } }, "two or three tokens there")
        #expect(words.count > 2000)
    }
}
