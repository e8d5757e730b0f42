/// A type whose values are named cases, written `.name` where a parameter has this type.
public struct EnumerationType: Sendable {
    public struct Case: Sendable {
        public let name: String
        public let parameters: [Parameter]
        public let documentation: String

        public init(_ name: String, _ documentation: String = "", parameters: [Parameter] = []) {
            self.name = name
            self.documentation = documentation
            self.parameters = parameters
        }
    }

    public let name: String
    public let documentation: String
    public let cases: [Case]

    public init(_ name: String, _ documentation: String = "", cases: [Case]) {
        self.name = name
        self.documentation = documentation
        self.cases = cases
    }

    /// A type whose cases have no arguments.
    public init(_ name: String, _ documentation: String = "", names: [String]) {
        self.init(name, documentation, cases: names.map { Case($0) })
    }

    /// A value of this type, for defaults; the case must exist.
    public func value(_ name: String) -> Value { .enumeration(EnumerationValue(name, of: self)) }

    func caseNamed(_ name: String) -> Case? { cases.first { $0.name == name } }

    /// `.a, .b or .c`, shortened where there are many.
    var caseList: String {
        let shown = cases.prefix(8).map { "." + $0.name }
        if cases.count > 8 { return shown.joined(separator: ", ") + ", …" }
        guard let last = shown.last, shown.count > 1 else { return shown.joined() }
        return shown.dropLast().joined(separator: ", ") + " or " + last
    }

    /// A case that was written without its type, as one of this type; `nil` where it does not fit.
    func resolved(_ value: EnumerationValue) -> EnumerationValue? {
        if value.type == self { return value }
        guard value.type == nil, let declaration = caseNamed(value.caseName) else { return nil }
        guard let arguments = try? declaration.arguments(from: value) else { return nil }
        return EnumerationValue(value.caseName, of: self, arguments: arguments)
    }

    func mismatch(_ value: EnumerationValue) -> String {
        if let type = value.type, type != self {
            return "expected a case of \(name) (\(caseList)), not '.\(value.caseName)' of \(type.name)"
        }
        guard let declaration = caseNamed(value.caseName) else {
            let hint = NearMiss.hint(for: value.caseName, among: cases.map(\.name), prefix: ".")
            return "\(name) has no case '.\(value.caseName)'\(hint.isEmpty ? "; it has \(caseList)" : hint)"
        }
        do {
            _ = try declaration.arguments(from: value)
            return "'.\(value.caseName)' does not fit"
        } catch { return error.message }
    }
}

extension EnumerationType: Hashable {
    public static func == (left: EnumerationType, right: EnumerationType) -> Bool { left.name == right.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension EnumerationType.Case {
    /// The arguments of a case in the declared order, checked and with defaults filled in.
    func arguments(from value: EnumerationValue) throws(CellError) -> [(label: String?, value: Value)] {
        if let unknown = value.arguments.first(where: { argument in !parameters.contains { $0.label == argument.label } }) {
            let hint = NearMiss.hint(for: unknown.label ?? "", among: parameters.compactMap(\.label))
            throw CellError(.argument, "'.\(name)' has no argument \(unknown.label.map { "'\($0)'" } ?? "without a label")\(hint)")
        }
        var given = value.arguments
        var result: [(label: String?, value: Value)] = []
        for parameter in parameters {
            if let place = given.firstIndex(where: { $0.label == parameter.label }) {
                let argument = try parameter.checked(given.remove(at: place).value, of: ".\(name)")
                result.append((parameter.label, argument))
            } else if let value = parameter.defaultValue {
                result.append((parameter.label, value))
            } else if !parameter.isOptional {
                throw CellError(.argument, "'.\(name)' needs the argument '\(parameter.shownLabel)'")
            }
        }
        guard let extra = given.first else { return result }
        throw CellError(.argument, "'\(extra.label ?? name)' is given twice")
    }
}
