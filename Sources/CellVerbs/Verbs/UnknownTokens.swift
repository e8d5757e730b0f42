import CellLanguage
import Easel
import Personalization

/// Words of a prompt that look like tokens and are none: the model would read them as the letters that they are made of.
enum UnknownTokens {
    /// A warning for each `<word>` that the model does not know.
    static func warnings(in prompts: [String], of model: Model) -> [String] {
        let known = model.tokens.map(\.placeholder) + (model.metamodel?.subjects.map { "<\($0.identifier)>" } ?? [])
        let folded = known.map { $0.lowercased() }
        var seen: Set<String> = []
        let words = prompts.flatMap { $0.matches(of: /<[\w.-]+>/).map { String($0.output) } }
        return words.filter { seen.insert($0).inserted && !folded.contains($0.lowercased()) }.map { word in
            let hint = NearMiss.hint(for: word, among: known)
            return "\(word) is no token of \(model.name), so it is read as ordinary letters\(hint.isEmpty ? "; addToken or loadToken adds one" : hint)"
        }
    }
}
