/// A parameter of a native function: everything that checks, completion and help must know of it.
public struct Parameter: Sendable {
    /// Values that are allowed, for numbers.
    public enum Bounds: Sendable {
        case within(ClosedRange<Double>)
        case atLeast(Double)
        case above(Double)

        func contains(_ number: Double) -> Bool {
            switch self {
            case .within(let range): range.contains(number)
            case .atLeast(let limit): number >= limit
            case .above(let limit): number > limit
            }
        }
    }

    /// What the implementation calls it, and its label unless ``label`` is `nil`.
    public let name: String
    /// `nil` where the argument is given by its place.
    public let label: String?
    public let type: ValueType
    /// The default as help shows it; without one the argument must be given.
    public let defaultSource: String?
    /// The default itself; `nil` where the implementation finds it (`model's`).
    public let defaultValue: Value?
    public let bounds: Bounds?
    /// Takes any number of arguments by place, as a list.
    public let isVariadic: Bool
    public let documentation: String

    public init(
        name: String, label: String?, type: ValueType, defaultSource: String? = nil, defaultValue: Value? = nil, bounds: Bounds? = nil,
        isVariadic: Bool = false, documentation: String = ""
    ) {
        self.name = name
        self.label = label
        self.type = type
        self.defaultSource = defaultSource ?? defaultValue?.sourceText
        self.defaultValue = defaultValue.map { type.coerced($0) ?? $0 }
        self.bounds = bounds
        self.isVariadic = isVariadic
        self.documentation = documentation
    }

    /// An argument given by its place.
    public static func positional(
        _ name: String, _ type: ValueType, _ documentation: String = "", default value: Value? = nil, in bounds: Bounds? = nil
    ) -> Parameter {
        Parameter(name: name, label: nil, type: type, defaultValue: value, bounds: bounds, documentation: documentation)
    }

    /// Any number of arguments given by place.
    public static func variadic(_ name: String, _ type: ValueType, _ documentation: String = "") -> Parameter {
        Parameter(name: name, label: nil, type: type, isVariadic: true, documentation: documentation)
    }

    /// An argument that must be given with its label.
    public static func required(_ name: String, _ type: ValueType, _ documentation: String = "", in bounds: Bounds? = nil) -> Parameter {
        Parameter(name: name, label: name, type: type, bounds: bounds, documentation: documentation)
    }

    /// A labelled argument with a default.
    public static func named(
        _ name: String, _ type: ValueType, default value: Value, _ documentation: String = "", in bounds: Bounds? = nil
    ) -> Parameter {
        Parameter(name: name, label: name, type: type, defaultValue: value, bounds: bounds, documentation: documentation)
    }

    /// A labelled argument whose default the implementation finds; `source` says it in words.
    public static func named(
        _ name: String, _ type: ValueType, defaultText source: String, _ documentation: String = "", in bounds: Bounds? = nil
    ) -> Parameter {
        Parameter(name: name, label: name, type: type, defaultSource: source, bounds: bounds, documentation: documentation)
    }

    /// Whether a call may leave it out.
    public var isOptional: Bool { defaultSource != nil || isVariadic }

    /// The default in a signature; one in words is left to the arguments' own lines.
    var shortDefault: String? { defaultSource.map { defaultValue == nil && $0.contains(" ") ? "…" : $0 } }

    var shownLabel: String { label ?? name }

    /// The value as this parameter takes it.
    ///
    /// - Throws: a type error, or an argument error for a number out of the bounds.
    func checked(_ value: Value, of function: String) throws(CellError) -> Value {
        let result = try type.coerced(value, as: "'\(shownLabel)' of \(function)")
        guard let bounds else { return result }
        for element in result.asList ?? [result] {
            guard let number = element.asDouble, !bounds.contains(number) else { continue }
            throw CellError(.argument, "'\(shownLabel)' of \(function) must be \(bounds), not \(element.unwrapped)")
        }
        return result
    }
}

extension Parameter.Bounds: CustomStringConvertible {
    public var description: String {
        switch self {
        case .within(let range): "\(Self.short(range.lowerBound))…\(Self.short(range.upperBound))"
        case .atLeast(let limit): "at least \(Self.short(limit))"
        case .above(let limit): "more than \(Self.short(limit))"
        }
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? number.description
    }
}

extension Value {
    /// The value as a cell would write it.
    public var sourceText: String {
        switch self {
        case .enumeration(let value):
            "."
                + Value.enumeration(EnumerationValue(value.caseName, of: value.type, arguments: value.arguments)).debugDescription.drop {
                    $0 == "."
                }
        case .optional(let value): value.sourceText
        case .range(let range): range.description
        case .array(let array): "[" + array.elements.map(\.sourceText).joined(separator: ", ") + "]"
        default: debugDescription
        }
    }
}
