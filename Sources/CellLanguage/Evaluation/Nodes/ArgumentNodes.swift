/// The arguments of one call in the source.
final class ArgumentNodes {
    let given: [Signature.Given]
    let nodes: [Node]
    private let literals: [LiteralNode?]
    private let range: SourceRange
    private var lastMatch: (function: AnyObject, places: [Int])?

    init(_ arguments: [(given: Signature.Given, node: Node)], callRange: SourceRange) {
        given = arguments.map(\.given)
        nodes = arguments.map(\.node)
        literals = nodes.map { $0 as? LiteralNode }
        range = callRange
    }

    /// The parameter of each argument; remembered for the function that was called last.
    func places(_ signature: Signature, of function: AnyObject) throws(CellError) -> [Int] {
        if let lastMatch, lastMatch.function === function { return lastMatch.places }
        let places = try signature.match(given, callRange: range)
        lastMatch = (function, places)
        return places
    }

    func evaluate(_ frame: Frame) throws(CellError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for node in nodes { values.append(try node.evaluate(frame)) }
        return values
    }

    /// Calls a function of a cell's.
    func call(_ code: FunctionCode, captures: [Variable], _ frame: Frame) throws(CellError) -> Value {
        let places = try places(code.matching, of: code)
        var values: [Value?] = Array(repeating: nil, count: code.parameters.count)
        for (index, node) in nodes.enumerated() {
            let place = places[index]
            var value = try node.evaluate(frame)
            if let literal = literals[index], code.parameters[place].type?.unwrapped == .double { value = .double(literal.double) }
            do {
                value = try code.checked(value, for: place)
            } catch { throw error.located(given[index].range) }
            if code.parameters[place].isVariadic {
                values[place] = .array(ArrayValue((values[place]?.asList ?? []) + [value], of: code.parameters[place].type))
            } else {
                values[place] = value
            }
        }
        do {
            return try code.run(values, captures: captures, frame.execution)
        } catch {
            let error = error.located(range)
            throw code.name.map { error.called($0, from: frame.source, at: range) } ?? error
        }
    }

    /// Calls a function of the host's: the first overload that takes the arguments.
    func call(_ functions: [NativeFunction], receiver: Value?, _ frame: Frame) throws(CellError) -> Value {
        if functions.count == 1 {
            let (values, ranges) = try checked(try evaluate(frame), for: functions[0])
            return try frame.execution.run(functions[0], receiver: receiver, values, ranges: ranges, at: range)
        }
        let arguments = try evaluate(frame)
        var failure: (error: CellError, rank: Int)?
        for function in functions {
            let checkedArguments: (values: [Value?], ranges: [SourceRange?])
            do {
                checkedArguments = try checked(arguments, for: function)
            } catch {
                let rank = error.kind == .type ? 1 : 0
                if failure.map({ $0.rank < rank }) ?? true { failure = (error, rank) }
                continue
            }
            return try frame.execution.run(
                function, receiver: receiver, checkedArguments.values, ranges: checkedArguments.ranges, at: range)
        }
        throw failure?.error ?? CellError(.name, "there is no such function", at: range)
    }

    /// Whether a literal is a Double here: for its parameter, or beside a Double where numbers of one type are meant.
    private func takesDouble(_ type: ValueType, beside arguments: [Value]) -> Bool {
        switch type.unwrapped {
        case .double: true
        case .number: arguments.contains { if case .double = $0 { true } else { false } }
        default: false
        }
    }

    /// Checked arguments in the order of the parameters.
    func checked(_ arguments: [Value], for function: NativeFunction) throws(CellError) -> (values: [Value?], ranges: [SourceRange?]) {
        let places = try places(function.matching, of: function)
        var values: [Value?] = Array(repeating: nil, count: function.parameters.count)
        var ranges: [SourceRange?] = Array(repeating: nil, count: function.parameters.count)
        for (index, argument) in arguments.enumerated() {
            let place = places[index]
            var argument = argument
            if let literal = literals[index], takesDouble(function.parameters[place].type, beside: arguments) {
                argument = .double(literal.double)
            }
            do {
                try function.place(argument, at: place, in: &values)
            } catch { throw error.located(nodes[index].range) }
            ranges[place] = nodes[index].range
        }
        return (values, ranges)
    }
}
