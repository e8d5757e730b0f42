/// A call of a native function: its arguments, checked and widened, and what it may use of the session.
public struct Call {
    public let function: NativeFunction
    /// The value before the dot, for methods.
    public let receiver: Value?
    /// The whole call in the cell.
    public let range: SourceRange
    public let context: EvaluationContext
    let arguments: [Value?]
    let ranges: [SourceRange?]
    let execution: Execution

    private func index(_ name: String) -> Int? { function.parameters.firstIndex { $0.name == name } }

    /// The argument, or its default; `nil` where neither is known.
    public func value(_ name: String) -> Value? {
        index(name).flatMap { arguments[$0] ?? function.parameters[$0].defaultValue }
    }

    /// Whether the cell gave the argument itself.
    public func isGiven(_ name: String) -> Bool {
        index(name).map { arguments[$0] != nil } ?? false
    }

    /// Where the cell gave the argument.
    public func range(_ name: String) -> SourceRange? { index(name).flatMap { ranges[$0] } }

    /// - Throws: an argument error where the argument has neither value nor default, or is `nil`.
    private func required<T>(_ name: String, _ value: T?) throws(CellError) -> T {
        if let value { return value }
        throw CellError(.argument, "'\(name)' of \(function.name) must be given", at: range(name) ?? range)
    }

    public func int(_ name: String) throws(CellError) -> Int { try required(name, value(name)?.asInt) }
    public func double(_ name: String) throws(CellError) -> Double { try required(name, value(name)?.asDouble) }
    public func string(_ name: String) throws(CellError) -> String { try required(name, value(name)?.asString) }
    public func bool(_ name: String) throws(CellError) -> Bool { try required(name, value(name)?.asBool) }
    public func enumeration(_ name: String) throws(CellError) -> EnumerationValue { try required(name, value(name)?.asEnumeration) }
    public func function(_ name: String) throws(CellError) -> FunctionValue { try required(name, value(name)?.asFunction) }
    public func rangeValue(_ name: String) throws(CellError) -> RangeValue { try required(name, value(name)?.asRange) }

    public func object<Object>(_ name: String, as type: Object.Type = Object.self) throws(CellError) -> Object {
        try required(name, value(name)?.asObject(type))
    }

    /// The elements of a list; a single value counts as a list of one.
    public func list(_ name: String) throws(CellError) -> [Value] {
        let value = try required(name, value(name))
        return value.asList ?? [value]
    }

    /// The receiver as the host's type.
    public func receiver<Object>(as type: Object.Type = Object.self) throws(CellError) -> Object {
        guard let object = receiver?.asObject(type) else {
            throw CellError(.type, "'\(function.name)' needs a value of type \(Object.self)", at: range)
        }
        return object
    }

    /// An error that underlines an argument, or the call where the argument was left out.
    public func error(_ name: String, _ message: String) -> CellError {
        CellError(.argument, message, at: range(name) ?? range)
    }

    /// Calls a function of the cell's, such as a closure that was given as an argument.
    public func invoke(_ function: FunctionValue, _ arguments: [Value]) throws(CellError) -> Value {
        try execution.invoke(function, arguments, at: range)
    }

    /// - Throws: an interruption if the person asked for one.
    public func checkInterruption() throws(CellError) { try execution.checkInterruption() }
}
