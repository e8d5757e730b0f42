final class BinaryNode: Node {
    private let operation: Operator
    private let left: Node
    private let right: Node
    private let place: SourceRange

    init(_ operation: Operator, _ left: Node, _ right: Node, at place: SourceRange, _ range: SourceRange) {
        self.operation = operation
        self.left = left
        self.right = right
        self.place = place
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let left = try left.evaluate(frame)
        let right = try right.evaluate(frame)
        do { return try operation.apply(left, right) } catch { throw error.located(error.kind == .arithmetic ? range : place) }
    }
}

/// An operator beside a literal whose type depends on the other operand.
final class LiteralBinaryNode: Node {
    private let operation: Operator
    private let literal: LiteralNode
    private let other: Node
    private let isLiteralLeft: Bool
    private let place: SourceRange

    init(_ operation: Operator, literal: LiteralNode, other: Node, isLiteralLeft: Bool, at place: SourceRange, _ range: SourceRange) {
        self.operation = operation
        self.literal = literal
        self.other = other
        self.isLiteralLeft = isLiteralLeft
        self.place = place
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let other = try other.evaluate(frame)
        let literal = try literal.evaluate(frame, beside: other)
        do {
            return try isLiteralLeft ? operation.apply(literal, other) : operation.apply(other, literal)
        } catch { throw error.located(error.kind == .arithmetic ? range : place) }
    }
}

final class PrefixNode: Node {
    private let symbol: String
    private let operand: Node

    init(_ symbol: String, _ operand: Node, _ range: SourceRange) {
        self.symbol = symbol
        self.operand = operand
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try operand.evaluate(frame)
        do { return try value.applying(prefix: symbol) } catch { throw error.located(range) }
    }
}

extension Node {
    /// The value as a condition.
    func isTrue(_ frame: Frame) throws(CellError) -> Bool {
        switch try evaluate(frame) {
        case .bool(let value): return value
        case let value:
            if value.isOptional { throw CellError(.type, "a condition must be a Bool, not an optional; compare it with '!= nil'", at: range) }
            throw CellError(.type, "a condition must be a Bool, not \(value.type); compare it with '=='", at: range)
        }
    }
}

/// `&&` and `||`, which look at the right side only when they must.
final class LogicalNode: Node {
    private let isAnd: Bool
    private let left: Node
    private let right: Node

    init(isAnd: Bool, _ left: Node, _ right: Node, _ range: SourceRange) {
        self.isAnd = isAnd
        self.left = left
        self.right = right
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        if try left.isTrue(frame) != isAnd { return .bool(!isAnd) }
        return .bool(try right.isTrue(frame))
    }
}

/// `value ?? other`
final class CoalescingNode: Node {
    private let value: Node
    private let other: Node

    init(_ value: Node, _ other: Node, _ range: SourceRange) {
        self.value = value
        self.other = other
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        if value.isNil { return try other.evaluate(frame) }
        let (result, _) = Value.widened(value.unwrapped, .nil)
        return result
    }
}

final class TernaryNode: Node {
    private let condition: Node
    private let then: Node
    private let otherwise: Node

    init(_ condition: Node, _ then: Node, _ otherwise: Node, _ range: SourceRange) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        try condition.isTrue(frame) ? then.evaluate(frame) : otherwise.evaluate(frame)
    }
}

/// `lower...`, `..<upper` and `...upper`.
final class PartialRangeNode: Node {
    private let kind: RangeValue.Kind
    private let lower: Node?
    private let upper: Node?

    init(_ kind: RangeValue.Kind, _ lower: Node?, _ upper: Node?, _ range: SourceRange) {
        self.kind = kind
        self.lower = lower
        self.upper = upper
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let low = try lower?.evaluate(frame)
        let high = try upper?.evaluate(frame)
        do { return .range(try RangeValue.make(kind, low, high)) } catch { throw error.located(range) }
    }
}

/// `value!`
final class ForceUnwrapNode: Node {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        if value.isNil { throw CellError(.unwrap, "the value is nil; there is nothing to unwrap", at: range) }
        return value.unwrapped
    }
}

/// The `?` of a chain: leaves the chain when there is nothing to go on with.
final class ChainLinkNode: Node {
    static let broken = CellError(.unwrap, "chain")
    private let value: Node

    init(_ value: Node) {
        self.value = value
        super.init(value.range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        if value.isNil { throw Self.broken }
        return value.unwrapped
    }
}

/// A chain with `?` in it: an optional.
final class ChainNode: Node {
    private let value: Node

    init(_ value: Node) {
        self.value = value
        super.init(value.range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        do {
            let value = try value.evaluate(frame)
            return value.isNothing ? value : value.wrapped
        } catch {
            if error.isBrokenChain { return .nil }
            throw error
        }
    }
}

extension CellError {
    var isBrokenChain: Bool { kind == .unwrap && range == nil && message == "chain" }
}

/// `try? value`
final class TryOptionalNode: Node {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        do {
            return try value.evaluate(frame).wrapped
        } catch {
            guard error.isCatchable else { throw error }
            return .nil
        }
    }
}

extension CellError {
    /// Whether a cell may go on after it; an interruption or an exhausted stack ends the cell.
    var isCatchable: Bool { kind != .interrupted && kind != .recursion && !isBrokenChain }
}
