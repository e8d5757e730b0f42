enum RangeMembers {
    static let table = MemberTable(properties: properties, methods: methods + collection)

    private static let properties: [MemberTable.Property] = [
        .init(name: "lowerBound", type: .any, documentation: "The lower bound.") { (value) throws(CellError) in value.asRange?.lower ?? .nil
        },
        .init(name: "upperBound", type: .any, documentation: "The upper bound.") { (value) throws(CellError) in value.asRange?.upper ?? .nil
        },
        .init(name: "count", type: .int, documentation: "The number of values.") { (value) throws(CellError) in
            guard let count = value.asRange?.count else { throw CellError(.type, "\(value) has no count") }
            return .int(count)
        },
        .init(name: "isEmpty", type: .bool, documentation: "Whether it has no values.") { (value) throws(CellError) in
            guard let range = value.asRange, let lower = range.lower, let upper = range.upper else { return false }
            if let count = range.count { return .bool(count == 0) }
            return .bool(range.kind == .halfOpen && lower == upper)
        },
        .init(name: "first", type: .optional(.int), documentation: "The first value.") { (value) throws(CellError) in
            guard let range = value.asRange, let count = range.count, count > 0 else { return .nil }
            return range.value(at: 0).wrapped
        },
        .init(name: "last", type: .optional(.int), documentation: "The last value.") { (value) throws(CellError) in
            guard let range = value.asRange, let count = range.count, count > 0 else { return .nil }
            return range.value(at: count - 1).wrapped
        },
    ]

    private static let methods: [NativeFunction] = [
        NativeFunction("contains", [.positional("value", .any)], result: .bool, "Whether a value lies in the range.") { call in
            .bool(try call.receiver?.asRange?.contains(call.value("value")?.unwrapped ?? .nil) ?? false)
        }
    ]

    /// What a range does as a collection: as an array of its values.
    private static let collection: [NativeFunction] = ArrayMembers.table.methods.values.flatMap { $0 }.filter {
        !$0.isMutating && $0.name != "contains"
    }.map { method in
        NativeFunction(method.name, method.parameters, result: method.result, method.documentation) { call in
            let values = Value.list(try (call.receiver ?? .nothing).elements())
            return try call.execution.run(method, receiver: values, call.arguments, ranges: call.ranges, at: call.range)
        }
    }
}
