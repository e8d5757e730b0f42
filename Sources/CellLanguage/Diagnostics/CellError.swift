/// What went wrong in a cell: its kind, a sentence to act on, the place, and the calls that led there.
public struct CellError: Error, Sendable {
    /// The classes of errors; the raw value is Jupyter's `ename`.
    public enum Kind: String, Sendable, CaseIterable {
        /// The text is no program: a bracket is missing, a form of Swift is refused.
        case syntax = "SyntaxError"
        /// A variable, function, member or case is unknown, or is declared twice.
        case name = "NameError"
        /// A value is of a type that does not fit.
        case type = "TypeError"
        /// A call has wrong arguments: label, number, or a value out of the declared range.
        case argument = "ArgumentError"
        /// A subscript is out of range.
        case index = "IndexError"
        /// `nil` was found where a value is needed.
        case unwrap = "NilError"
        /// Overflow, division by zero, a number that does not convert.
        case arithmetic = "ArithmeticError"
        /// Calls are nested too deeply.
        case recursion = "RecursionError"
        /// A value would be too large or too deeply nested.
        case limit = "LimitError"
        /// A `throw` of the cell's own that nothing caught.
        case thrown = "Error"
        /// The person interrupted the cell.
        case interrupted = "Interrupted"
        /// An error of the host's; ``CellError/name`` says which.
        case host = "HostError"
    }

    /// One call on the way to the error.
    public struct Call: Sendable {
        /// The function that was called.
        public let function: String
        public let source: SourceText?
        public let range: SourceRange
    }

    /// What an error carries; on the heap, so that throwing costs one word.
    final class Storage: Sendable {
        let kind: Kind
        let name: String
        let message: String
        let range: SourceRange
        let source: SourceText?
        let isAtEnd: Bool
        let calls: [Call]
        let kept: Value?
        let thrown: Value?
        let underlying: (any Error)?

        init(
            kind: Kind, name: String, message: String, range: SourceRange, source: SourceText?, isAtEnd: Bool, calls: [Call], kept: Value?,
            thrown: Value?, underlying: (any Error)?
        ) {
            self.kind = kind
            self.name = name
            self.message = message
            self.range = range
            self.source = source
            self.isAtEnd = isAtEnd
            self.calls = calls
            self.kept = kept
            self.thrown = thrown
            self.underlying = underlying
        }
    }

    private let storage: Storage

    /// An error at a place of the cell; without a range the call that is being evaluated is underlined.
    public init(_ kind: Kind, _ message: String, at range: SourceRange? = nil) {
        self.init(kind, name: kind.rawValue, message, range ?? Self.nowhere, isAtEnd: false)
    }

    /// An error of the host's own kind, such as `FileError`.
    public init(named name: String, _ message: String, underlying: (any Error)? = nil) {
        self.init(.host, name: name, message, Self.nowhere, isAtEnd: false, underlying: underlying)
    }

    /// An interruption. `keeping` is what a variable that was to get the call's result is bound to nevertheless.
    public static func interruption(keeping kept: Value? = nil) -> CellError {
        CellError(.interrupted, name: Kind.interrupted.rawValue, "the cell was interrupted", nowhere, isAtEnd: false, kept: kept)
    }

    static let nowhere = SourceRange(-1, -1)

    init(
        _ kind: Kind, name: String? = nil, _ message: String, _ range: SourceRange, isAtEnd: Bool, kept: Value? = nil, thrown: Value? = nil,
        underlying: (any Error)? = nil
    ) {
        storage = Storage(
            kind: kind, name: name ?? kind.rawValue, message: message, range: range, source: nil, isAtEnd: isAtEnd, calls: [], kept: kept,
            thrown: thrown, underlying: underlying)
    }

    private init(_ storage: Storage) { self.storage = storage }

    public var kind: Kind { storage.kind }
    /// Jupyter's `ename`.
    public var name: String { storage.name }
    /// Jupyter's `evalue`.
    public var message: String { storage.message }
    /// The text that is at fault, in ``source``; `nil` when the error has no place.
    public var range: SourceRange? { storage.range == Self.nowhere ? nil : storage.range }
    /// The cell that ``range`` belongs to.
    public var source: SourceText? { storage.source }
    /// The calls of functions that led to the error, the innermost first.
    public var calls: [Call] { storage.calls }
    /// The host's error, where there was one.
    public var underlying: (any Error)? { storage.underlying }
    /// More text could make the cell right.
    package var isAtEnd: Bool { storage.isAtEnd }
    var kept: Value? { storage.kept }
    var thrown: Value? { storage.thrown }

    private func copy(
        message: String? = nil, range: SourceRange? = nil, source: SourceText?? = nil, calls: [Call]? = nil, kept: Value?? = nil
    ) -> CellError {
        CellError(
            Storage(
                kind: kind, name: name, message: message ?? self.message, range: range ?? storage.range, source: source ?? storage.source, isAtEnd: isAtEnd,
                calls: calls ?? storage.calls, kept: kept ?? storage.kept, thrown: thrown, underlying: underlying))
    }

    /// The error with more to say.
    package func adding(_ text: String) -> CellError { copy(message: message + text) }

    /// The error at this place, unless it knows its own.
    func located(_ range: SourceRange) -> CellError {
        storage.range == Self.nowhere ? copy(range: range) : self
    }

    /// The error in this cell, unless it knows its own.
    func located(in source: SourceText) -> CellError {
        storage.source == nil ? copy(source: source) : self
    }

    /// The error as seen by the caller of a function; long recursions keep only their first calls.
    func called(_ function: String, from source: SourceText, at range: SourceRange) -> CellError {
        guard calls.count < 20 else { return self }
        return copy(calls: calls + [Call(function: function, source: source, range: range)], kept: .some(nil))
    }

    /// The error without the value to keep, once it is bound or can't be.
    func withoutKept() -> CellError { kept == nil ? self : copy(kept: .some(nil)) }
}

extension CellError: CustomStringConvertible {
    public var description: String { message.isEmpty ? name : "\(name): \(message)" }
}
