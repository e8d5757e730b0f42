/// One word of a cell with what the parser must know of its surroundings.
struct Token: Sendable {
    var kind: TokenKind
    var range: SourceRange
    /// A line break stands between the previous token and this one.
    var isFirstOnLine = false
    var hasSpaceBefore = false
    var hasSpaceAfter = false
}

enum TokenKind: Sendable, Equatable {
    case identifier(String)
    case keyword(Keyword)
    /// `$0`, `$1`, …
    case implicitParameter(Int)
    case integer(Int)
    case double(Double)
    case string([StringSegment])
    /// `#if`, `@MainActor`, …: refused by the parser with the word.
    case directive(String)
    /// Brackets, `,`, `;`, `:` and operators.
    case symbol(String)
    /// Text that is no token; `isUnfinished` when more text could make it one.
    case invalid(message: String, isUnfinished: Bool)
    case end
}

/// A piece of a string literal: text with its escapes resolved, or the range of the source between `\(` and `)`.
enum StringSegment: Sendable, Equatable {
    case text(String)
    case interpolation(SourceRange)
}
