import Personalization

extension ImageSet {
    /// What is odd about the prompts that a thing is to learn from, in one sentence; nil for nothing.
    func promptDoubt(teaching thing: any Trainable) -> String? {
        let own = elements.map(\.image).filter { $0.hasOwnPrompts || thing is Token }
        if let word = Self.word(of: thing) {
            let silent = own.filter { !$0.prompts.contains { $0.contains("{}") || $0.contains(word) } }
            guard let prompt = silent.first?.prompts.first else { return nil }
            return "\(silent.count) of \(count) pictures have prompts that do not say '\(word)', such as \"\(prompt)\": it is not learnt from them."
        }
        guard thing is ModelWeights || thing is any Adapter else { return nil }
        let vague = elements.map(\.image).filter { !$0.hasOwnPrompts }
        guard let prompt = vague.first?.prompts.first else { return nil }
        let remedy = thing is ModelWeights ? "" : ", or lora(subject:) or oft(subject:) a word"
        return "\(vague.count) of \(count) pictures have prompts such as \"\(prompt)\" and \(thing.label) has no word for {}, which is left out: "
            + "captions or images(…, prompts:) say what they show\(remedy)."
    }

    /// The word that stands for a thing; nil where it has none, or where its pictures say it already.
    private static func word(of thing: any Trainable) -> String? {
        (thing as? Token)?.placeholder ?? (thing as? Subject)?.identifier ?? (thing as? any Adapter)?.subject?.identifier
    }
}
