import Diffusion
public import Personalization

extension Model {
    /// One particular thing of a category, to be taught with DreamBooth.
    ///
    /// - Throws: `PersonalizationError.invalidArgument`.
    public func subject(
        _ identifier: String, category: String, instancePrompt: String? = nil, classPrompt: String? = nil
    ) throws -> Subject {
        try Subject(identifier, category: category, instancePrompt: instancePrompt, classPrompt: classPrompt, in: diffusion)
    }

    /// Brings the weights of the checkpoint back; learnt tokens stay.
    public func reset() throws { try diffusion.reloadWeights() }
}
