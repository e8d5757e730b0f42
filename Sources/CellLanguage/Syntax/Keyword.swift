/// The reserved words of the language, and those of Swift that a cell refuses by name.
enum Keyword: String, CaseIterable, Sendable {
    case `let`, `var`, `func`, `if`, `else`, `for`, `in`, `where`, `while`, `repeat`, `break`, `continue`, `guard`, `switch`, `case`
    case `default`, `return`, `true`, `false`, `nil`, `try`, `await`, `import`, `do`, `catch`, `throw`, `fallthrough`, `defer`
    case `class`, `struct`, `enum`, `protocol`, `extension`, `typealias`, `operator`, `precedencegroup`, `associatedtype`
    case `init`, `deinit`, `subscript`, `inout`, `is`, `as`, `self`, `super`, `throws`, `rethrows`
    case `public`, `private`, `fileprivate`, `internal`, `static`, `any`

    /// The words offered by completion: those that a cell accepts.
    static let offered: [Keyword] = [
        .let, .var, .func, .if, .else, .for, .in, .where, .while, .repeat, .break, .continue, .guard, .switch, .case, .default, .return,
        .true, .false, .nil, .try, .await, .import, .do, .catch, .throw, .fallthrough, .defer,
    ]
}
