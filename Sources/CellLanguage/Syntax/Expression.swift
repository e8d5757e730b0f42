/// An expression of the syntax tree.
struct Expression: Sendable {
    let kind: ExpressionKind
    let range: SourceRange
    /// Levels of expressions below this one, this one included; the parser keeps it below its limit so that every walk over the tree is safe.
    let depth: Int

    init(_ kind: ExpressionKind, _ range: SourceRange, depth: Int = 1) {
        self.kind = kind
        self.range = range
        self.depth = depth
    }
}

indirect enum ExpressionKind: Sendable {
    case integer(Int)
    case double(Double)
    case bool(Bool)
    case nilLiteral
    case string([StringPart])
    case identifier(String)
    case implicitParameter(Int)
    /// `.name` or, with arguments, `.name(…)`.
    case implicitMember(Name, [Argument]?)
    case array([Expression])
    case dictionary([(key: Expression, value: Expression)])
    case tuple([(label: String?, value: Expression)])
    case parenthesized(Expression)
    case unary(String, Expression)
    case binary(String, SourceRange, Expression, Expression)
    case ternary(Expression, Expression, Expression)
    /// `lower...`, `...upper`, `..<upper`.
    case partialRange(lower: Expression?, operator: String, upper: Expression?)
    case member(Expression, Name)
    case call(Expression, [Argument])
    case element(Expression, [Argument])
    case forceUnwrap(Expression)
    /// The `?` of a chain; the chain as a whole is `optionalChain`.
    case chainLink(Expression)
    case optionalChain(Expression)
    case closure(FunctionSyntax)
    case operatorFunction(String)
    case type(TypeSyntax)
    case conditional([ConditionalClause], otherwise: [Statement]?)
    case choice(SwitchSyntax)
    case tryOptional(Expression)
}

/// A name with its place.
struct Name: Sendable {
    let text: String
    let range: SourceRange
}

enum StringPart: Sendable {
    case text(String)
    case interpolation(Expression)
}

/// An argument of a call or subscript.
struct Argument: Sendable {
    let label: Name?
    let value: Expression
    /// A closure after the brackets.
    var isTrailing = false

    /// Label and value.
    var range: SourceRange { label?.range.joined(value.range) ?? value.range }
}

/// A type as it is written.
struct TypeSyntax: Sendable {
    let kind: Kind
    let range: SourceRange

    indirect enum Kind: Sendable {
        case name(String)
        case array(TypeSyntax)
        case dictionary(TypeSyntax, TypeSyntax)
        case optional(TypeSyntax)
        case tuple([(label: String?, type: TypeSyntax)])
        case function([TypeSyntax], TypeSyntax)
    }
}
