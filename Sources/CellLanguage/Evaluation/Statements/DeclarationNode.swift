/// `let` and `var`.
final class DeclarationNode: StatementNode {
    private let target: BindingTarget
    private let type: ValueType?
    private let value: Node?
    /// The range of the call whose result is the value as it is: an interrupted one may have a value to keep.
    private let callRange: SourceRange?

    init(_ target: BindingTarget, type: ValueType?, value: Node?, callRange: SourceRange?, _ range: SourceRange) {
        self.target = target
        self.type = type
        self.value = value
        self.callRange = callRange
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        guard let value else {
            try target.bind(type?.isOptional == true ? .nil : .nothing, type: type, isDeferred: true, frame)
            return .next
        }
        do {
            let value = try value.evaluate(frame)
            try target.bind(value, type: type, frame)
        } catch {
            if let kept = error.kept, error.range == callRange, let kept = type.map({ $0.coerced(kept) }) ?? kept {
                try target.bind(kept, type: type, frame)
            }
            throw error.withoutKept()
        }
        return .next
    }
}
