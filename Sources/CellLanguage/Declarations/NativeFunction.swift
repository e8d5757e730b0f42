/// A function of the host's: a verb, a method or a part of the standard library, declared once.
public final class NativeFunction: Sendable {
    public let name: String
    public let parameters: [Parameter]
    public let result: ValueType
    /// First paragraph: what it does, in a sentence. The rest: Markdown.
    public let documentation: String
    /// Where help lists it.
    public let topic: String
    let implementation: Implementation
    let matching: Signature

    enum Implementation: Sendable {
        case plain(@Sendable (Call) throws -> Value)
        /// Changes its receiver in place.
        case mutating(@Sendable (inout Value, Call) throws -> Value)
    }

    /// - Parameter announced: labels that are not there yet, with the sentence that says so.
    /// - Parameter implementation: gets checked arguments; what it throws becomes the cell's error (see ``CellError/init(named:_:underlying:)``).
    public init(
        _ name: String, _ parameters: [Parameter], result: ValueType = .nothing, topic: String = "", _ documentation: String,
        announced: [String: String] = [:], implementation: @escaping @Sendable (Call) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.documentation = documentation
        self.topic = topic
        self.implementation = .plain(implementation)
        matching = Self.signature(name, parameters, announced: announced)
    }

    init(
        mutating name: String, _ parameters: [Parameter], result: ValueType = .nothing, _ documentation: String,
        implementation: @escaping @Sendable (inout Value, Call) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.documentation = documentation
        topic = ""
        self.implementation = .mutating(implementation)
        matching = Self.signature(name, parameters)
    }

    var isMutating: Bool {
        if case .mutating = implementation { return true }
        return false
    }

    var labels: [String] { parameters.compactMap(\.label) }

    /// The name with its labels, such as `train(_:on:)`.
    public var fullName: String {
        parameters.isEmpty ? name + "()" : name + "(" + parameters.map { ($0.label ?? "_") + ":" }.joined() + ")"
    }

    /// `name(label: Type = default, …) -> Type`
    public var signature: String {
        let shown = parameters.map { parameter in
            let name =
                parameter.label == nil
                ? "_ " + parameter.name : parameter.label == parameter.name ? parameter.name : "\(parameter.shownLabel) \(parameter.name)"
            let dots = parameter.isVariadic ? "..." : ""
            return "\(name): \(parameter.type)\(dots)" + (parameter.shortDefault.map { " = \($0)" } ?? "")
        }
        return "\(name)(\(shown.joined(separator: ", ")))" + (result == .nothing ? "" : " -> \(result)")
    }
}
