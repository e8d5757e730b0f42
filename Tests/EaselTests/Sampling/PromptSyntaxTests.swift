import Diffusion
import Easel
import TestSupport
import Testing

/// How recipes say in which way their prompts are read.
@Suite struct PromptSyntaxTests {
    private func recipe(_ prompt: String, _ syntax: PromptSyntax, on tiny: EaselTinyModel) throws -> Recipe {
        var arguments = SamplingArguments()
        (arguments.seed, arguments.steps) = (1, 1)
        arguments.details.promptSyntax = syntax
        return try #require(tiny.model.sample([prompt], arguments)[0].recipe)
    }

    @Test func recipesKeepIt() throws {
        let tiny = try EaselTinyModel()
        let weighted = try recipe("a (cat:1.3)", .weighted, on: tiny)
        #expect(Recipe(json: weighted.json) == weighted)
        #expect(Recipe(json: weighted.json)?.details?.promptSyntax == .weighted)
        #expect(try recipe("a (cat:1.3)", .plain, on: tiny).details == nil)
    }

    /// Web interfaces read weights unless told otherwise; where a plain prompt would mean something else there, they are told.
    @Test func otherToolsReadTheSamePrompt() throws {
        let tiny = try EaselTinyModel()
        let weighted = try recipe("a (cat:1.3)", .weighted, on: tiny).parameters
        #expect(weighted.hasPrefix("a (cat:1.3)\nSteps: 1, ") && weighted.contains(", Emphasis: Original, "))
        #expect(try recipe("a (cat:1.3)", .plain, on: tiny).parameters.contains(", Emphasis: None, "))
        #expect(try !recipe("a cat: red, 1.3", .plain, on: tiny).parameters.contains("Emphasis"))
    }

    @Test(arguments: PromptSyntax.allCases, ["a (cat:1.3)", "a cat"])
    func theCommonTextAloneBringsItBack(_ syntax: PromptSyntax, _ prompt: String) throws {
        let folder = try TemporaryFolder()
        let text = ImageText(keyword: "parameters", text: try recipe(prompt, syntax, on: EaselTinyModel()).parameters)
        let bitmap = try Bitmap(width: 8, height: 8, pixels: [UInt8](repeating: 9, count: 8 * 8 * 3))
        let path = try folder.write(bitmap.png(texts: [text]), to: "other.png")
        let read = try #require(Image(path: path).recipe)
        #expect(read.prompt == prompt && (read.details ?? SamplingDetails()).promptSyntax == syntax)
    }

    /// A token behind a backslash is in the prompt too.
    @Test func tokensAreFoundInBothSyntaxes() throws {
        let tiny = try EaselTinyModel()
        _ = try tiny.model.addToken("[moss]", initializer: "cat", vectors: 2)
        #expect(try recipe(#"a (\[moss\]:1.2)"#, .weighted, on: tiny).tokens.keys.sorted() == ["[moss]"])
        #expect(try recipe("a [moss]", .plain, on: tiny).tokens.keys.sorted() == ["[moss]"])
        #expect(try recipe("a [moss]", .weighted, on: tiny).tokens.isEmpty)
    }
}
