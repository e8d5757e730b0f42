/// `.name` or `.name(…)` whose type only a parameter will say.
final class ImplicitMemberNode: Node {
    private let name: String
    private let arguments: [(label: String?, value: Node)]

    init(_ name: String, _ arguments: [(label: String?, value: Node)], _ range: SourceRange) {
        self.name = name
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var values: [(label: String?, value: Value)] = []
        for argument in arguments { values.append((argument.label, try argument.value.evaluate(frame))) }
        do { return try Value.enumeration(EnumerationValue(name, arguments: values)).checkedDepth() } catch { throw error.located(range) }
    }
}
