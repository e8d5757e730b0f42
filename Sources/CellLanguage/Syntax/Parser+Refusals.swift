/// The forms of Swift that a cell does not have: each is refused by its name, with what to do instead.
extension Parser {
    func refuseDeclarations() throws(CellError) {
        switch current.kind {
        case .keyword(let keyword): try refuse(keyword)
        case .directive(let word): throw refusal(ofDirective: word)
        case .identifier(let word): try refuseContextual(word)
        default: break
        }
    }

    private func refuse(_ keyword: Keyword) throws(CellError) {
        let word = keyword.rawValue
        switch keyword {
        case .class, .struct, .enum, .protocol, .extension:
            let article = keyword == .enum || keyword == .extension ? "an" : "a"
            let range = name(after: 1).map { current.range.joined($0) } ?? current.range
            throw error(
                "cells cannot declare \(article) \(word); use tuples, dictionaries and functions, or write a Swift program on the Easel library",
                range)
        case .typealias, .associatedtype: throw error("cells cannot declare types; write the type itself", current.range)
        case .operator, .precedencegroup: throw error("cells cannot declare operators; declare a func with a name", current.range)
        case .`init`, .deinit, .subscript: throw error("cells cannot declare '\(word)', because they declare no types", current.range)
        case .public, .private, .fileprivate, .internal, .static:
            throw error("'\(word)' has no meaning in a cell; leave it out", current.range)
        default: break
        }
    }

    private func name(after distance: Int) -> SourceRange? {
        if case .identifier = token(after: distance).kind { return token(after: distance).range }
        return nil
    }

    private func refuseContextual(_ word: String) throws(CellError) {
        let next = token(after: 1)
        guard !next.isFirstOnLine else { return }
        switch (word, next.kind) {
        case ("actor", .identifier), ("indirect", .keyword(.enum)), ("final", .keyword(.class)):
            throw error(
                "cells cannot declare a\(word == "actor" ? "n actor" : " type"); use tuples, dictionaries and functions",
                current.range.joined(next.range))
        case ("macro", .identifier): throw error("cells cannot declare macros", current.range.joined(next.range))
        case ("prefix", .keyword), ("infix", .keyword), ("postfix", .keyword):
            throw error("cells cannot declare operators; declare a func with a name", current.range.joined(next.range))
        case ("lazy", .keyword(.var)), ("weak", .keyword(.var)), ("unowned", .keyword(.var)), ("mutating", .keyword(.func)),
            ("nonisolated", .keyword):
            throw error("'\(word)' has no meaning in a cell; leave it out", current.range)
        case ("def", .identifier), ("function", .identifier): throw error("functions are declared with 'func'", current.range)
        default: break
        }
    }

    func refusal(ofDirective word: String) -> CellError {
        if word.hasPrefix("@") { return error("cells have no attributes; leave '\(word)' out", current.range) }
        return error("cells have no macros or directives such as '\(word)'", current.range)
    }

    /// `x++`, `2 ** 3`, `x as Int`: what people of other languages write between or after operands.
    func refuseOperatorsOfOtherLanguages() throws(CellError) {
        guard !current.isFirstOnLine else { return }
        switch current.kind {
        case .symbol("++"): throw error("Swift has no '++'; write '+= 1'", current.range)
        case .symbol("--"): throw error("Swift has no '--'; write '-= 1'", current.range)
        case .symbol("**"): throw error("there is no operator '**'; use pow(base, exponent)", current.range)
        case .keyword(.as): throw error("cells have no 'as'; convert with Int(…), Double(…) or String(…)", current.range)
        case .keyword(.is): throw error("cells have no 'is'; ask with type(of:)", current.range)
        case .identifier("and"): throw error("the operator 'and' is written '&&'", current.range)
        case .identifier("or"): throw error("the operator 'or' is written '||'", current.range)
        default: break
        }
    }

    static let modules = ["Easel", "Foundation"]

    mutating func parseImport() throws(CellError) -> StatementKind {
        let start = advance().range.start
        let name = try parseName("the name of a module")
        guard Self.modules.contains(name.text), !at(".") else {
            let hint = NearMiss.hint(for: name.text, among: Self.modules)
            throw error(
                "cells cannot import '\(name.text)'; everything they have is already there\(hint)", SourceRange(start, name.range.end))
        }
        return .imported(name)
    }
}
