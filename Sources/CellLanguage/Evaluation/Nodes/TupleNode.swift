final class TupleNode: Node {
    private let elements: [Node]
    private let labels: [String?]

    init(_ elements: [Node], labels: [String?], _ range: SourceRange) {
        self.elements = elements
        self.labels = labels
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        if elements.isEmpty { return .nothing }
        var values: [Value] = []
        for element in elements { values.append(try element.evaluate(frame)) }
        do { return try Value.tuple(TupleValue(values, labels: labels)).checkedDepth() } catch { throw error.located(range) }
    }
}
