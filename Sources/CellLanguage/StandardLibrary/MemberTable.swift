/// The members of a built-in type.
final class MemberTable: Sendable {
    struct Property: Sendable {
        let name: String
        let type: ValueType
        let documentation: String
        let get: @Sendable (Value) throws(CellError) -> Value
    }

    let properties: [String: Property]
    let methods: [String: [NativeFunction]]

    init(properties: [Property], methods: [NativeFunction]) {
        self.properties = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
        self.methods = Dictionary(grouping: methods, by: \.name)
    }

    var names: [String] { Array(properties.keys) + Array(methods.keys) }

    static func table(for value: Value) -> MemberTable? {
        switch value {
        case .int: IntMembers.table
        case .double: DoubleMembers.table
        case .bool: BoolMembers.table
        case .string: StringMembers.table
        case .array: ArrayMembers.table
        case .dictionary: DictionaryMembers.table
        case .range: RangeMembers.table
        case .nil, .optional: OptionalMembers.table
        default: nil
        }
    }

    static func table(for type: ValueType) -> MemberTable? {
        switch type {
        case .int: IntMembers.table
        case .double, .number: DoubleMembers.table
        case .bool: BoolMembers.table
        case .string: StringMembers.table
        case .array: ArrayMembers.table
        case .dictionary: DictionaryMembers.table
        case .range, .closedRange: RangeMembers.table
        default: nil
        }
    }

    /// Names of methods that change their receiver.
    static let mutatingNames: Set<String> = Set(
        [ArrayMembers.table, DictionaryMembers.table, StringMembers.table, BoolMembers.table].flatMap { table in
            table.methods.values.flatMap { $0 }.filter(\.isMutating).map(\.name)
        })
}
