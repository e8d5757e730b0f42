/// A tuple, whose elements may have labels.
public final class TupleValue: @unchecked Sendable {
    public let elements: [Value]
    /// As many as elements.
    public let labels: [String?]
    let depth: Int

    public init(_ elements: [Value], labels: [String?]? = nil) {
        self.elements = elements
        self.labels = labels.map { $0.count == elements.count ? $0 : elements.map { _ in nil } } ?? elements.map { _ in nil }
        depth = 1 + elements.reduce(0) { max($0, $1.depth) }
    }

    /// The place of `.label` or `.0`.
    func index(of name: String) -> Int? {
        if let index = labels.firstIndex(of: name) { return index }
        guard let index = Int(name), elements.indices.contains(index) else { return nil }
        return index
    }

    func replacing(_ index: Int, with value: Value) -> TupleValue {
        var elements = elements
        elements[index] = value
        return TupleValue(elements, labels: labels)
    }
}
