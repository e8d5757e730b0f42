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
