/// Whether a console should evaluate what was typed or wait for more.
public enum Completeness: Sendable, Hashable {
    case complete
    /// More must follow; the text is the indentation to begin the next line with.
    case incomplete(indent: String)
    case invalid

    public static func of(_ text: String) -> Completeness {
        let source = SourceText(text, name: "")
        do {
            _ = try Parser.parse(source)
            return .complete
        } catch {
            return error.isAtEnd ? .incomplete(indent: indentation(source)) : .invalid
        }
    }

    /// The indentation of the last line, one step further in where that line opens brackets.
    private static func indentation(_ source: SourceText) -> String {
        let last = source.range(ofLine: source.lineCount - 1)
        let line = source.slice(last)
        let indent = String(line.prefix { $0 == " " || $0 == "\t" })
        var depth = 0
        var lexer = Lexer(bytes: source.bytes, range: last, nesting: 0)
        for token in lexer.remainingTokens() {
            switch token.kind {
            case .symbol("{"), .symbol("("), .symbol("["): depth += 1
            case .symbol("}"), .symbol(")"), .symbol("]"): depth = max(depth - 1, 0)
            default: break
            }
        }
        return depth > 0 ? indent + "    " : indent
    }
}
