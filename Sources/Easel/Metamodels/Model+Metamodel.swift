import Diffusion
import NeuralNetworks
import Personalization
import Tensors

extension Model {
    /// A subject for the metamodel to learn, or to go on with.
    ///
    /// - Throws: `EaselError.invalidArgument` for an identifier that another subject has, `PersonalizationError.noIdentifier`.
    func lesson(_ metamodel: Metamodel, identifier: String?, category: String) throws -> Subject {
        try metamodel.bringUpToDate(diffusion)
        if let known = metamodel.subjects.first(where: { $0.identifier.lowercased() == identifier?.lowercased() }) {
            guard known.category == category else {
                throw EaselError.invalidArgument(
                    name: "category", expected: "\"\(known.category)\": '\(known.identifier)' was learnt as one", found: "\"\(category)\"")
            }
            return try subject(known.identifier, of: category)
        }
        try requireRoom(metamodel)
        guard let identifier else { return try subject(handOut(metamodel, category: category), of: category) }
        let given = try metamodel.archive.handOut(identifier, category: category, owner: metamodel.owner, in: metamodel.record.id, again: true)
        guard given else {
            let others = try RareIdentifiers(for: category, in: diffusion, used: metamodel.archive.identifiers(of: metamodel.record.id)).proposals(3)
            throw EaselError.invalidArgument(
                name: "identifier", expected: "one that was not handed out: \(others.map(\.identifier).joined(separator: ", "))", found: "\"\(identifier)\"")
        }
        return try subject(identifier, of: category)
    }

    /// The best identifier that nobody has.
    private func handOut(_ metamodel: Metamodel, category: String) throws -> String {
        let (archive, id) = (metamodel.archive, metamodel.record.id)
        while true {
            let free = try RareIdentifiers(for: category, in: diffusion, used: archive.identifiers(of: id), interruption: session.interruption)
            // Another process may be quicker.
            for proposal in try free.proposals()
            where try archive.handOut(proposal.identifier, category: category, owner: metamodel.owner, in: id, again: false) {
                return proposal.identifier
            }
        }
    }

    private func requireRoom(_ metamodel: Metamodel) throws {
        guard metamodel.kind != .pretrained else {
            throw EaselError.invalidArgument(name: "kind", expected: ".meta, .privateMeta or .private for a model that learns", found: ".pretrained")
        }
        guard metamodel.kind.learnsMany || metamodel.subjects.isEmpty else {
            throw EaselError.invalidArgument(
                name: "kind", expected: ".privateMeta or .meta for more than one subject; '\(metamodel.name)' knows '\(metamodel.subjects[0].identifier)'",
                found: ".private")
        }
    }

    /// Earlier lessons are repeated with the prompts that they were learnt with, so those of metamodels are always the same.
    private func subject(_ identifier: String, of category: String) throws -> Subject {
        try Subject(identifier, category: category, instancePrompt: "a \(identifier) \(category)", in: diffusion)
    }

    /// Teaches a thing to a model that must not forget: its own weights learn in lessons, anything beside them as with every model.
    func learn(_ metamodel: Metamodel, _ thing: any Trainable, on images: ImageSet, _ arguments: TrainingArguments) throws -> TrainingRun {
        if let subject = thing as? Subject { return try teach(metamodel, subject, on: images, arguments) }
        guard !(thing is any WeightTrainable) else {
            throw EaselError.invalidArgument(
                name: "thing", expected: "a subject: what '\(metamodel.name)' learns otherwise would make it forget", found: thing.label)
        }
        return try trained(thing, on: images, arguments)
    }

    /// A lesson of a metamodel: alone, with replay, and kept at its end.
    private func teach(_ metamodel: Metamodel, _ subject: Subject, on images: ImageSet, _ arguments: TrainingArguments) throws -> TrainingRun {
        if case .pictures = arguments.prior {
            throw EaselError.invalidArgument(name: "priorImages", expected: "a number: a metamodel shares them among all that it knows", found: "pictures")
        }
        guard arguments.adapters.isEmpty else {
            throw EaselError.invalidArgument(
                name: "with", expected: "left out: a lesson teaches the weights of '\(metamodel.name)' themselves",
                found: "\(arguments.adapters.count) adapters")
        }
        let lesson = try metamodel.archive.beginLesson(in: metamodel.record.id)
        defer { lesson.end() }
        defer { session.publishTokens() }
        try metamodel.bringUpToDate(diffusion)
        let handedOut = try metamodel.archive.identifiers(of: metamodel.record.id)
        guard handedOut.contains(where: { $0.lowercased() == subject.identifier.lowercased() }) else {
            throw EaselError.invalidArgument(
                name: "thing", expected: "a subject of '\(metamodel.name)', made with its own subject(…)", found: "\"\(subject.label)\"")
        }
        do {
            let text = diffusion.textModel.parameters.map { $0.value.detached() }
            let run = try Trainer(subject, images: images, arguments: arguments, model: self).run()
            if run.steps > 0 { try metamodel.keep(run, of: subject, images: images, model: diffusion, text: text, in: lesson) }
            return run
        } catch {
            diffusion.weightsDidChange()
            try metamodel.bringUpToDate(diffusion)
            throw error
        }
    }

    /// Starts over from the checkpoint: every subject is forgotten, here and in the registry.
    public func forgetLessons() throws {
        guard let metamodel else { return try reset() }
        let lesson = try metamodel.archive.beginLesson(in: metamodel.record.id)
        defer { lesson.end() }
        metamodel.record = try lesson.forgetAll()
        session.publishTokens()
        try metamodel.bringUpToDate(diffusion)
    }

    /// A prompt with `<sks>` as the identifier and its category, for subjects that the model has learnt; a category that follows already is not said twice.
    public func spelledOut(_ prompt: String) -> String {
        let placeholders = tokens.map { $0.placeholder.lowercased() }
        return (metamodel?.subjects ?? []).reduce(prompt) { text, subject in
            guard !placeholders.contains("<\(subject.identifier.lowercased())>") else { return text }
            let whole = "\(subject.identifier) \(subject.category)"
            return text.replacing("<\(subject.identifier)> \(subject.category)", with: whole).replacing("<\(subject.identifier)>", with: whole)
        }
    }
}
