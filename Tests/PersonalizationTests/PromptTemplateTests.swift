import Personalization
import Testing

@Suite struct PromptTemplateTests {
    @Test(arguments: PromptTemplates.allCases) func everyTemplateNamesTheTokenOnce(_ templates: PromptTemplates) {
        #expect(templates.prompts.count >= 10)
        #expect(Set(templates.prompts).count == templates.prompts.count)
        for prompt in templates.prompts { #expect(prompt.ranges(of: "{}").count == 1, "\(prompt)") }
    }
}
