/// Arithmetic of Int literals only, such as `1 / 2`: an Int, unless what it meets makes it a Double, as Swift types literals.
final class LiteralNode: Node {
    let int: Node
    let double: Double

    init(int: Node, double: Double) {
        self.int = int
        self.double = double
        super.init(int.range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { try int.evaluate(frame) }

    /// The value beside another operand.
    func evaluate(_ frame: Frame, beside other: Value) throws(CellError) -> Value {
        if case .double = other { return .double(double) }
        return try int.evaluate(frame)
    }
}
