import Diffusion
public import Personalization

extension Model {
    /// One particular thing of a category, to be taught with DreamBooth.
    ///
    /// - Parameter identifier: nil for one that Easel finds: a single token that means nothing to the model. A given one is checked, and doubts are said.
    /// - Throws: `PersonalizationError.invalidArgument`, `.noIdentifier`; for a metamodel also what its registry throws.
    public func subject(
        _ identifier: String? = nil, category: String, instancePrompt: String? = nil, classPrompt: String? = nil
    ) throws -> Subject {
        guard let metamodel else {
            let subject = try Subject(
                identifier ?? proposeIdentifier(for: category), category: category, instancePrompt: instancePrompt, classPrompt: classPrompt, in: diffusion)
            if let identifier { try warn(aboutIdentifier: identifier, category: category) }
            for doubt in subject.promptDoubts { session.emit(.warning(doubt)) }
            proposed.insert(subject.identifier)
            subject.trainsTextEncoder = recommended.training[.dreamBooth]?.trainsTextEncoder ?? false
            return subject
        }
        guard instancePrompt == nil, classPrompt == nil else {
            throw EaselError.invalidArgument(
                name: instancePrompt == nil ? "classPrompt" : "instancePrompt",
                expected: "left out: a metamodel repeats its lessons, so their prompts are always 'a sks dog' and 'a dog'",
                found: "\"\(instancePrompt ?? classPrompt ?? "")\"")
        }
        if let identifier, !metamodel.subjects.contains(where: { $0.identifier == identifier }) { try warn(aboutIdentifier: identifier, category: category) }
        return try lesson(metamodel, identifier: identifier, category: category)
    }

    private func proposeIdentifier(for category: String) throws -> String {
        let free = try RareIdentifiers(for: category, in: diffusion, used: proposed, interruption: session.interruption)
        return try free.proposals(1)[0].identifier
    }

    /// A word that was added to the model is one token by itself, and nobody else's.
    private func warn(aboutIdentifier identifier: String, category: String) throws {
        guard !tokens.contains(where: { $0.placeholder == identifier }) else { return }
        let check = try RareIdentifiers(for: category, in: diffusion, interruption: session.interruption).check(identifier)
        let isItsOwnDoing = isTaught(identifier) && check.concerns.allSatisfy { if case .known = $0 { true } else { false } }
        if !check.concerns.isEmpty, !isItsOwnDoing { session.emit(.warning(check.description)) }
    }

    /// Brings the weights of the checkpoint back; learnt tokens stay.
    public func reset() throws { try diffusion.reloadWeights() }
}
