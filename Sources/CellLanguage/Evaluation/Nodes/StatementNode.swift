/// A piece of resolved program that does something.
class StatementNode {
    let range: SourceRange

    init(_ range: SourceRange) { self.range = range }

    func execute(_ frame: Frame) throws(CellError) -> Flow { .next }
}
