/// A case such as `.euler` or `.random(area: 0.8...1)`. Until a parameter's type says which enumeration is meant, it has no type.
public final class EnumerationValue: @unchecked Sendable {
    public let type: EnumerationType?
    public let caseName: String
    public let arguments: [(label: String?, value: Value)]
    let depth: Int

    public init(_ caseName: String, of type: EnumerationType? = nil, arguments: [(label: String?, value: Value)] = []) {
        self.type = type
        self.caseName = caseName
        self.arguments = arguments
        depth = 1 + arguments.reduce(0) { max($0, $1.value.depth) }
    }

    /// An argument by its label.
    public func argument(_ label: String) -> Value? {
        arguments.first { $0.label == label }?.value
    }
}
