/// Everything that cells can name without declaring it.
public struct Library: Sendable {
    public private(set) var functions: [String: [NativeFunction]] = [:]
    public private(set) var objects: [String: ObjectType] = [:]
    public private(set) var enumerations: [String: EnumerationType] = [:]
    /// Values by name, such as `stderr`.
    public private(set) var constants: [String: Value] = [:]
    /// Names that are not there yet, with the sentence that says so.
    public private(set) var announced: [String: String] = [:]
    /// Types by the name that annotations use.
    private(set) var types: [String: ValueType] = Library.builtInTypes

    public init() {}

    private static let builtInTypes: [String: ValueType] = [
        "Any": .any, "Void": .nothing, "Bool": .bool, "Int": .int, "Double": .double, "String": .string, "Character": .string,
        "Substring": .string, "Range": .range(.any), "ClosedRange": .closedRange(.any), "Array": .array(.any),
        "Dictionary": .dictionary(.any, .any),
    ]

    /// Adds declarations. A function replaces those of the same name that were there before this call.
    public mutating func add(
        functions new: [NativeFunction] = [], objects: [ObjectType] = [], enumerations: [EnumerationType] = [],
        constants: [String: Value] = [:],
        announced: [String: String] = [:]
    ) {
        self.announced.merge(announced) { $1 }
        self.constants.merge(constants) { $1 }
        for (name, overloads) in Dictionary(grouping: new, by: \.name) { functions[name] = overloads }
        for object in objects {
            self.objects[object.name] = object
            types[object.name] = .object(object.name)
        }
        for enumeration in enumerations {
            self.enumerations[enumeration.name] = enumeration
            types[enumeration.name] = .enumeration(enumeration)
        }
    }

    /// This library with more declarations.
    public func adding(
        functions: [NativeFunction] = [], objects: [ObjectType] = [], enumerations: [EnumerationType] = [],
        constants: [String: Value] = [:],
        announced: [String: String] = [:]
    ) -> Library {
        var library = self
        library.add(functions: functions, objects: objects, enumerations: enumerations, constants: constants, announced: announced)
        return library
    }
}
