final class StringNode: Node {
    enum Part {
        case text(String)
        case value(Node)
    }

    private let parts: [Part]

    init(_ parts: [Part], _ range: SourceRange) {
        self.parts = parts
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let node): text += try node.evaluate(frame).description
            }
            do { try Limits.checkString(text.utf8.count) } catch { throw error.located(range) }
        }
        return .string(text)
    }
}
