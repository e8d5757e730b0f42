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
