/// What values of one of the host's types have: declared once for checks, completion and help.
public final class ObjectType: Sendable {
    public struct Property: Sendable {
        public let name: String
        public let type: ValueType
        public let documentation: String

        public init(_ name: String, _ type: ValueType, _ documentation: String = "") {
            self.name = name
            self.type = type
            self.documentation = documentation
        }
    }

    public let name: String
    public let documentation: String
    public let properties: [Property]
    /// Methods; their calls know the object as ``Call/receiver``.
    public let methods: [NativeFunction]
    /// The type of the elements, where values of the type are collections.
    public let elementType: ValueType?
    /// Values of the type never change, so that another thread may read them while a cell runs.
    public let isSteady: Bool
    /// Another type whose place its values may take.
    public let isAlso: String?
    private let propertyTable: [String: Property]
    private let methodTable: [String: [NativeFunction]]

    public init(
        _ name: String, _ documentation: String = "", properties: [Property] = [], methods: [NativeFunction] = [],
        elementType: ValueType? = nil, isSteady: Bool = false, isAlso: String? = nil
    ) {
        self.name = name
        self.documentation = documentation
        self.properties = properties
        self.methods = methods
        self.elementType = elementType
        self.isSteady = isSteady
        self.isAlso = isAlso
        propertyTable = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
        methodTable = Dictionary(grouping: methods, by: \.name)
    }

    public func property(_ name: String) -> Property? { propertyTable[name] }
    public func methods(_ name: String) -> [NativeFunction]? { methodTable[name] }
}
