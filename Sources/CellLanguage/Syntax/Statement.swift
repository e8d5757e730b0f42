/// A whole cell.
struct Program: Sendable {
    let statements: [Statement]
    /// A `;` ends the cell, so its result is not shown.
    let isSilenced: Bool
}

/// A statement of the syntax tree.
struct Statement: Sendable {
    let kind: StatementKind
    let range: SourceRange
}

indirect enum StatementKind: Sendable {
    case expression(Expression)
    case variables(isConstant: Bool, [VariableBinding])
    /// `target = value`, or `target += value` with the operator `+`.
    case assignment(target: Expression, operator: Name?, value: Expression)
    case function(FunctionSyntax)
    case conditional([ConditionalClause], otherwise: [Statement]?)
    case guarded([Condition], otherwise: [Statement])
    case forIn(ForSyntax)
    case whileLoop(label: String?, [Condition], [Statement])
    case repeatLoop(label: String?, [Statement], Expression)
    case choice(SwitchSyntax)
    case returned(Expression?)
    case broken(label: Name?)
    case continued(label: Name?)
    case fallsThrough
    case attempt([Statement], catches: [CatchClause])
    case thrown(Expression)
    case deferred([Statement])
    case imported(Name)
}

struct VariableBinding: Sendable {
    let pattern: Pattern
    let type: TypeSyntax?
    let value: Expression?
}

/// One `if` with its conditions; `else if` gives more than one.
struct ConditionalClause: Sendable {
    let conditions: [Condition]
    let body: [Statement]
}

enum Condition: Sendable {
    case expression(Expression)
    /// `let name = value`; without a value the variable of the same name is unwrapped.
    case binding(isConstant: Bool, Name, TypeSyntax?, Expression)
    case pattern(Pattern, Expression)
}

struct ForSyntax: Sendable {
    let label: String?
    let pattern: Pattern
    let sequence: Expression
    let filter: Expression?
    let body: [Statement]
}

struct SwitchSyntax: Sendable {
    let label: String?
    let subject: Expression
    let cases: [SwitchCase]
    let range: SourceRange
}

struct SwitchCase: Sendable {
    /// No patterns: `default`.
    let patterns: [(pattern: Pattern, filter: Expression?)]
    let body: [Statement]
}

struct CatchClause: Sendable {
    /// The name that the error gets.
    let name: String
    let body: [Statement]
}

struct Pattern: Sendable {
    let kind: Kind
    let range: SourceRange

    indirect enum Kind: Sendable {
        case wildcard
        case variable(String, isConstant: Bool)
        case tuple([Pattern])
        case expression(Expression)
        case some(Pattern)
        case enumerationCase(String, [Pattern])
    }

    /// The names that the pattern binds, from left to right.
    var names: [Name] {
        switch kind {
        case .wildcard, .expression: []
        case .variable(let text, _): [Name(text: text, range: range)]
        case .tuple(let parts), .enumerationCase(_, let parts): parts.flatMap(\.names)
        case .some(let pattern): pattern.names
        }
    }

    /// Whether every value fits.
    var isIrrefutable: Bool {
        switch kind {
        case .wildcard, .variable: true
        case .tuple(let parts): parts.allSatisfy(\.isIrrefutable)
        case .expression, .some, .enumerationCase: false
        }
    }
}

/// A function or closure as it is written.
final class FunctionSyntax: Sendable {
    /// `nil` for a closure.
    let name: Name?
    let parameters: [ParameterSyntax]
    let result: TypeSyntax?
    let body: [Statement]
    let range: SourceRange
    let documentation: String
    /// Names used in functions inside this one: variables of these names live on the heap.
    let capturedNames: Set<String>
    /// One more than the highest `$n` used.
    let implicitParameterCount: Int
    let hasParameterList: Bool

    init(
        name: Name?, parameters: [ParameterSyntax], result: TypeSyntax?, body: [Statement], range: SourceRange, documentation: String = "",
        capturedNames: Set<String>, implicitParameterCount: Int = 0, hasParameterList: Bool = true
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.body = body
        self.range = range
        self.documentation = documentation
        self.capturedNames = capturedNames
        self.implicitParameterCount = implicitParameterCount
        self.hasParameterList = hasParameterList
    }
}

struct ParameterSyntax: Sendable {
    /// `nil` for `_` and for the parameters of closures.
    let label: String?
    let name: Name
    let type: TypeSyntax?
    let isVariadic: Bool
    let defaultValue: Expression?
}
