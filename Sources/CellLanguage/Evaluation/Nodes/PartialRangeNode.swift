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
