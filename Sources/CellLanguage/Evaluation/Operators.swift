internal import Glibc

/// An infix operator.
enum Operator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case halfOpenRange = "..<"
    case closedRange = "..."
    case bitAnd = "&"
    case bitOr = "|"
    case bitXor = "^"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case wrappingAdd = "&+"
    case wrappingSubtract = "&-"
    case wrappingMultiply = "&*"
    case and = "&&"
    case or = "||"
    case coalesce = "??"

    func apply(_ left: Value, _ right: Value) throws(CellError) -> Value {
        switch (left, right) {
        case (.int(let a), .int(let b)): return try apply(a, b)
        case (.double(let a), .double(let b)): return try apply(a, b)
        case (.int(let a), .double(let b)): return try apply(Double(a), b)
        case (.double(let a), .int(let b)): return try apply(a, Double(b))
        default: return try applyGeneral(left, right)
        }
    }

    private func apply(_ a: Int, _ b: Int) throws(CellError) -> Value {
        switch self {
        case .add: return .int(try Self.checked(a.addingReportingOverflow(b), self, a, b))
        case .subtract: return .int(try Self.checked(a.subtractingReportingOverflow(b), self, a, b))
        case .multiply: return .int(try Self.checked(a.multipliedReportingOverflow(by: b), self, a, b))
        case .divide, .remainder: return .int(try divide(a, b))
        case .equal: return .bool(a == b)
        case .notEqual: return .bool(a != b)
        case .less: return .bool(a < b)
        case .lessOrEqual: return .bool(a <= b)
        case .greater: return .bool(a > b)
        case .greaterOrEqual: return .bool(a >= b)
        case .bitAnd: return .int(a & b)
        case .bitOr: return .int(a | b)
        case .bitXor: return .int(a ^ b)
        case .shiftLeft: return .int(a << min(max(b, -64), 64))
        case .shiftRight: return .int(a >> min(max(b, -64), 64))
        case .wrappingAdd: return .int(a &+ b)
        case .wrappingSubtract: return .int(a &- b)
        case .wrappingMultiply: return .int(a &* b)
        default: return try applyGeneral(.int(a), .int(b))
        }
    }

    private static func checked(_ result: (partialValue: Int, overflow: Bool), _ operation: Operator, _ a: Int, _ b: Int) throws(CellError)
        -> Int
    {
        if result.overflow { throw CellError(.arithmetic, "\(a) \(operation.rawValue) \(b) does not fit in Int") }
        return result.partialValue
    }

    private func divide(_ a: Int, _ b: Int) throws(CellError) -> Int {
        guard b != 0 else { throw CellError(.arithmetic, "division by zero") }
        return try Self.checked(
            self == .divide ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b), self, a, b)
    }

    private func apply(_ a: Double, _ b: Double) throws(CellError) -> Value {
        switch self {
        case .add: .double(a + b)
        case .subtract: .double(a - b)
        case .multiply: .double(a * b)
        case .divide: .double(a / b)
        case .remainder: .double(fmod(a, b))
        case .equal: .bool(a == b)
        case .notEqual: .bool(a != b)
        case .less: .bool(a < b)
        case .lessOrEqual: .bool(a <= b)
        case .greater: .bool(a > b)
        case .greaterOrEqual: .bool(a >= b)
        default: try applyGeneral(.double(a), .double(b))
        }
    }

    private func applyGeneral(_ left: Value, _ right: Value) throws(CellError) -> Value {
        if let result = try applyToObject(left, right) { return result }
        switch self {
        case .equal: return .bool(try left.equals(right))
        case .notEqual: return .bool(try !left.equals(right))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return .bool(try compare(left, right))
        case .halfOpenRange: return .range(try RangeValue.make(.halfOpen, left, right))
        case .closedRange: return .range(try RangeValue.make(.closed, left, right))
        case .add: return try join(left, right)
        case .and, .or: return try combine(left, right)
        default: throw mismatch(left, right)
        }
    }

    private func compare(_ left: Value, _ right: Value) throws(CellError) -> Bool {
        guard let order = try left.order(comparedWith: right) else { return false }
        return switch self {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
    }

    private func combine(_ left: Value, _ right: Value) throws(CellError) -> Value {
        guard case .bool(let a) = left, case .bool(let b) = right else { throw mismatch(left, right) }
        return .bool(self == .and ? a && b : a || b)
    }

    private func join(_ left: Value, _ right: Value) throws(CellError) -> Value {
        switch (left, right) {
        case (.string(let a), .string(let b)):
            try Limits.checkString(a.utf8.count + b.utf8.count)
            return .string(a + b)
        case (.array, .array):
            var sum = left
            try sum.append(contentsOf: right)
            return sum
        default: throw mismatch(left, right)
        }
    }

    private func applyToObject(_ left: Value, _ right: Value) throws(CellError) -> Value? {
        do {
            if case .object(let object) = left, let value = try object.cellOperator(rawValue, with: right, isLeft: true) { return value }
            if case .object(let object) = right, let value = try object.cellOperator(rawValue, with: left, isLeft: false) { return value }
            return nil
        } catch { throw CellError(hostError: error) }
    }

    func mismatch(_ left: Value, _ right: Value) -> CellError {
        if left.isOptional { return .needsUnwrapping(left) }
        if right.isOptional { return .needsUnwrapping(right) }
        var hint = ""
        if self == .add, left.asString != nil || right.asString != nil { hint = "; put values into a string with \\(…)" }
        return CellError(.type, "'\(rawValue)' does not work between \(left.type) and \(right.type)\(hint)")
    }
}

extension Value {
    /// Adds the elements of another list in place.
    mutating func append(contentsOf other: Value) throws(CellError) {
        guard case .array(var array) = self, case .array(let more) = other else { throw Operator.add.mismatch(self, other) }
        try Limits.checkElements(array.count + more.count)
        var new = more.elements
        if array.elementType != more.elementType || array.declaredElementType != nil {
            for index in new.indices { new[index] = try array.adapted(new[index]) }
        }
        let type = array.declaredElementType ?? (array.count == 0 ? more.declaredElementType : nil)
        self = .nothing
        array = array.declaredElementType == type ? array : array.retyped(type)
        defer { self = .array(array) }
        try array.update { (elements) throws(CellError) in try elements.append(inPieces: new) }
        if more.depth > array.depth, let deepest = new.max(by: { $0.depth < $1.depth }) { try array.noteDepth(of: deepest) }
    }

    /// Adds a string in place.
    mutating func append(text: String) throws(CellError) {
        guard case .string(var string) = self else { throw Operator.add.mismatch(self, .string(text)) }
        try Limits.checkString(string.utf8.count + text.utf8.count)
        self = .nothing
        string += text
        self = .string(string)
    }

    /// `-value`, `+value`, `!value`, `~value`.
    func applying(prefix symbol: String) throws(CellError) -> Value {
        switch (symbol, self) {
        case ("-", .int(let value)):
            guard value != .min else { throw CellError(.arithmetic, "-(\(value)) does not fit in Int") }
            return .int(-value)
        case ("-", .double(let value)): return .double(-value)
        case ("+", .int), ("+", .double): return self
        case ("!", .bool(let value)): return .bool(!value)
        case ("~", .int(let value)): return .int(~value)
        default:
            if isOptional { throw CellError.needsUnwrapping(self) }
            throw CellError(.type, "'\(symbol)' does not work on \(type)")
        }
    }
}

extension CellError {
    /// What the host threw, as an error of the cell.
    init(hostError error: any Error) {
        if let error = error as? CellError {
            self = error
        } else {
            self.init(named: "\(Swift.type(of: error))", "\(error)", underlying: error)
        }
    }
}
