/// A piece of resolved program that gives a value.
class Node {
    let range: SourceRange

    init(_ range: SourceRange) { self.range = range }

    func evaluate(_ frame: Frame) throws(CellError) -> Value { .nothing }
}
