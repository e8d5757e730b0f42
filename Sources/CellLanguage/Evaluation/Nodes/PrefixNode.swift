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
            if value.isOptional {
                throw CellError(.type, "a condition must be a Bool, not an optional; compare it with '!= nil'", at: range)
            }
            throw CellError(.type, "a condition must be a Bool, not \(value.type); compare it with '=='", at: range)
        }
    }
}
