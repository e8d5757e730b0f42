import CellLanguage
import CellVerbs
import JSONValues
import Jupyter

extension CellInterpreter {
    func complete(_ code: String, cursor: Int) -> Jupyter.Completion {
        let (matches, range) = session.assistant.complete(code, at: cursor)
        return Jupyter.Completion(matches: matches.map(Self.match), start: range.lowerBound, end: range.upperBound)
    }

    private static func match(_ completion: CellLanguage.Completion) -> Jupyter.Completion.Match {
        let isCallable = completion.kind == .function || completion.kind == .method
        // A front end that shows signatures puts them behind the name, which they must not repeat.
        let signature = isCallable ? completion.detail.firstIndex(of: "(").map { String(completion.detail[$0...]) } : nil
        return Jupyter.Completion.Match(
            text: completion.text, type: type(of: completion.kind), signature: signature,
            detail: isCallable || completion.detail.isEmpty ? nil : completion.detail)
    }

    /// The word by which front ends choose an icon.
    private static func type(of kind: CellLanguage.Completion.Kind) -> String {
        switch kind {
        case .keyword: "keyword"
        case .variable: "instance"
        case .function, .method: "function"
        case .argument: "param"
        case .enumerationCase: "enum"
        case .property: "property"
        case .type: "class"
        case .path: "path"
        case .name: "module"
        case .word: "text"
        }
    }

    func inspect(_ code: String, cursor: Int, detail: Int) -> Inspection {
        guard let page = session.assistant.inspect(code, at: cursor, detail: detail > 0 ? .full : .short) else { return .notFound }
        return .found(["text/plain": .string(page.plain), "text/markdown": .string(page.markdown)])
    }

    func isComplete(_ code: String) -> Jupyter.Completeness {
        switch CellLanguage.Completeness.of(code) {
        case .complete: .complete
        case .incomplete(let indent): .incomplete(indent: indent)
        case .invalid: .invalid
        }
    }
}
