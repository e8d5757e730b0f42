/// How prompts are read.
public enum PromptSyntax: String, CaseIterable, Sendable, Codable {
    /// As text; what the window has no room for is cut off. diffusers' way.
    case plain
    /// With weights for attention, and in as many chunks as it takes. The web interfaces' way; see ``WeightedPrompt``.
    case weighted

    /// What the text model reads of a prompt.
    public func text(of prompt: String) -> String {
        switch self {
        case .plain: prompt
        case .weighted: WeightedPrompt(prompt).text
        }
    }
}
