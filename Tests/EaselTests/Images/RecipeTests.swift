import Diffusion
import Easel
import Foundation
import TestSupport
import Testing

/// Recipes in files: ours back again, other tools' as far as they go.
@Suite(.serialized) struct RecipeTests {
    private func picture(_ tiny: EaselTinyModel, prompt: String = "a photo of a red cat, sitting") throws -> Image {
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed, arguments.negativePrompt, arguments.sampler) = (3, 7, "blue: \"deep\", dark", .dpmpp2mKarras)
        return try tiny.model.sample([prompt], arguments)[0]
    }

    @Test(arguments: ["cat.png", "cat.jpg"])
    func aFileBringsItsRecipeBack(_ name: String) throws {
        let tiny = try EaselTinyModel()
        let folder = try TemporaryFolder()
        let image = try picture(tiny)
        try image.write(to: "\(folder.path)/\(name)")
        let read = try Image(path: "\(folder.path)/\(name)")
        #expect(read.recipe == image.recipe && read.recipe != nil)
        #expect(try ImageFile(path: "\(folder.path)/\(name)").text("parameters") == image.recipe?.parameters)
        let again = try tiny.model.recreate("\(folder.path)/\(name)")
        #expect(again.image.bitmap == image.bitmap)
        #expect(name.hasSuffix("jpg") ? again.difference > 0 : again.difference == 0)
    }

    /// A picture whose file was stripped of everything but the text that other tools write.
    private func file(_ parameters: String, in folder: TemporaryFolder) throws -> String {
        let bitmap = try Bitmap(width: 64, height: 64, pixels: [UInt8](repeating: 9, count: 64 * 64 * 3))
        return try folder.write(bitmap.png(texts: [ImageText(keyword: "parameters", text: parameters)]), to: "other.png")
    }

    @Test func theCommonTextIsEnoughToDrawAgain() throws {
        let tiny = try EaselTinyModel()
        let folder = try TemporaryFolder()
        let image = try picture(tiny)
        let text = try #require(image.recipe?.parameters)
        var notes: [EaselEvent] = []
        tiny.session.onEvent = { notes.append($0) }
        #expect(try tiny.model.recreate(file(text, in: folder)).image.bitmap == image.bitmap)
        #expect(!notes.contains { if case .warning = $0 { true } else { false } })
    }

    @Test func anotherToolsTextIsRead() throws {
        let text = """
            a (very:1.2) red cat
            on the beach
            Negative prompt: blurry, dark
            Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 4.5, Seed: 3405691582, Size: 64x96, Model hash: 6ce0161689, Model: "v1, 5", Clip skip: 2, TI hashes: "<my-cat>: 0123456789ab", Version: v1.10.1
            """
        let folder = try TemporaryFolder()
        let recipe = try #require(try Image(path: file(text, in: folder)).recipe)
        #expect(recipe.prompt == "a (very:1.2) red cat\non the beach" && recipe.negativePrompt == "blurry, dark")
        #expect((recipe.steps, recipe.sampler, recipe.guidanceScale, recipe.seed) == (20, "dpmpp2mKarras", 4.5, 3_405_691_582))
        #expect((recipe.width, recipe.height, recipe.clipSkip, recipe.model) == (64, 96, 1, "v1, 5"))
        #expect(recipe.tokens == ["<my-cat>": "0123456789ab"] && recipe.details?.noise == .philox)
        #expect(recipe.details?.promptSyntax == .weighted)
    }

    @Test func whatDiffersIsSaidBeforeItIsDrawn() throws {
        let tiny = try EaselTinyModel()
        let folder = try TemporaryFolder()
        let token = try tiny.model.addToken("<mine>", initializer: "cat")
        let image = try picture(tiny, prompt: "a photo of <mine>")
        let path = "\(folder.path)/mine.png"
        try image.write(to: path)
        var said: [String] = []
        tiny.session.onEvent = { event in
            if case .warning(let text) = event { said.append(text) }
        }
        _ = try tiny.model.recreate(path)
        #expect(said.isEmpty)
        _ = try tiny.model.addToken("<mine>", initializer: "dog")
        #expect(try tiny.model.recreate(path).difference > 0)
        #expect(said.count == 1 && said[0].contains("<mine>"), "\(said)")
        said = []
        _ = token
        _ = try tiny.model.recreate(file(try #require(image.recipe?.parameters).replacing("Model hash: ", with: "Model hash: 00"), in: folder))
        #expect(said.contains { $0.contains("the model 'easel-tiny'") }, "\(said)")
    }

    @Test(arguments: [
        "", "Steps: ", "Steps: 20", "Steps: x, Sampler: Euler", "Steps: 20, Sampler: Restart, CFG scale: 7, Seed: 1, Size: 64x64", "no fields\nat all",
    ])
    func aTextThatIsNotEnoughIsNoRecipe(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try file(text, in: folder)
        #expect(try Image(path: path).recipe == nil)
        #expect(throws: EaselError.noRecipe(path: path)) { try EaselTinyModel().model.recreate(path) }
    }
}
