import Diffusion
import Personalization
import TestSupport
import Testing

/// What is left of a prompt when its subject has no name.
@Suite struct ClassPromptTests {
    @Test(arguments: [
        ("a photo of sks dog", "a photo of a dog"), ("a sks dog", "a dog"), ("an sks dog in an old house", "a dog in an old house"),
        ("sks dog", "a dog"), ("a photo of the sks dog, at night", "a photo of the dog, at night"), ("my old Sks dog.", "my old dog."),
        ("a photo of sks dog and a cat beside sks dog", "a photo of a dog and a cat beside a dog"), ("two sks dog", "two dog"),
    ]) func theIdentifierIsLeftOut(prompt: String, expected: String) {
        #expect(ClassPrompt(identifier: "sks", category: "dog").text(of: prompt) == expected)
    }

    @Test(arguments: ["a photo of a dog", "a sks cat", "sks", "a skst dog", "", "a sks"]) func otherPromptsSayNothing(prompt: String) {
        #expect(ClassPrompt(identifier: "sks", category: "dog").text(of: prompt) == nil)
    }

    @Test func articlesFollowTheCategory() {
        #expect(ClassPrompt(identifier: "sks", category: "oil painting").text(of: "a sks oil painting of a cat") == "an oil painting of a cat")
        #expect(ClassPrompt.article("owl") == "an owl" && ClassPrompt.article("dog") == "a dog")
    }

    @Test func picturesSayWhatTheirClassShows() throws {
        let model = try SmallModel.load()
        let style = try Subject("sks", category: "painting", in: model)
        func set(_ prompts: [String]...) throws -> ImageSet {
            try ImageSet(prompts.map { PromptedImage(bitmap: try Bitmap(width: 8, height: 8), source: "picture", prompts: $0) })
        }
        let shown = try set(["a {} of a cat"], ["a {} of a house", "a {} of a cat"], ["a tree"])
        #expect(style.priorPrompts(beside: shown) == [["a painting of a cat", "a painting of a house"]])
        #expect(style.priorPrompts(beside: try set(["a tree"])) == [["a painting"]], "none of them names it")
        #expect(style.priorPrompts(beside: try set(PromptTemplates.object.prompts)) == [["a painting"]], "nor do prompts that are nobody's own")
        let chosen = try Subject("sks", category: "painting", classPrompt: "art", in: model)
        #expect(chosen.priorPrompts(beside: shown) == [["art"]], "a person's choice is the only one")
        let free = try Subject("sks", category: "doctor", instancePrompt: "a profile picture of an sks doctor", in: model)
        #expect(free.classPrompt == "a profile picture of a doctor")
        let group = try SubjectGroup([style, Subject("qzq", category: "cat", in: model)])
        let both = try group.pictures([shown, set(["{} on the beach"])])
        #expect(group.priorPrompts(beside: both) == [["a painting of a cat", "a painting of a house"], ["a cat on the beach"]])
    }
}
