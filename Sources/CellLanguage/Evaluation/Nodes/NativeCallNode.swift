/// A call of a name that the host declared.
final class NativeCallNode: Node {
    let functions: [NativeFunction]
    let arguments: ArgumentNodes

    init(_ functions: [NativeFunction], _ arguments: ArgumentNodes, _ range: SourceRange) {
        self.functions = functions
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        try arguments.call(functions, receiver: nil, frame)
    }
}
