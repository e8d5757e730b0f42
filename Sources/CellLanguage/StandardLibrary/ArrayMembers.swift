enum ArrayMembers {
    static let table = MemberTable(
        properties: properties, methods: transforming + searching + ordering + slicing + joining + mutations + removals)

    private static let properties: [MemberTable.Property] = [
        property("count", .int, "The number of elements.") { .int($0.count) },
        property("isEmpty", .bool, "Whether there are no elements.") { .bool($0.count == 0) },
        property("first", .optional(.any), "The first element.") { $0.elements.first?.wrapped ?? .nil },
        property("last", .optional(.any), "The last element.") { $0.elements.last?.wrapped ?? .nil },
        property("indices", .range(.int), "The places of the elements.") { .range(.halfOpen(0..<$0.count)) },
    ]

    private static func property(_ name: String, _ type: ValueType, _ text: String, _ get: @escaping @Sendable (ArrayValue) -> Value)
        -> MemberTable.Property
    {
        MemberTable.Property(name: name, type: type, documentation: text) { (value) throws(CellError) in
            if case .array(let array) = value { return get(array) }
            return .nil
        }
    }

    static func array(_ call: Call) -> ArrayValue {
        if case .array(let array)? = call.receiver { return array }
        return ArrayValue([])
    }

    static func elements(_ call: Call) -> [Value] { array(call).elements }

    /// A list made of elements that were taken from the receiver.
    static func part(_ elements: some Sequence<Value>, of call: Call) -> Value {
        .array(ArrayValue(Array(elements), of: array(call).declaredElementType))
    }

    static func isTrue(_ value: Value) throws(CellError) -> Bool {
        guard case .bool(let result) = value else { throw CellError(.type, "the closure must give a Bool, not \(value.type)") }
        return result
    }

    static func test(_ name: String, label: String? = nil) -> Parameter {
        Parameter(name: name, label: label, type: .function([.any], .bool), documentation: "A closure that gives true or false.")
    }

    private static let transform = Parameter.positional("transform", .function([.any], .any), "A closure that makes a value of an element.")

    private static let transforming: [NativeFunction] = [
        NativeFunction("map", [transform], result: .array(.any), "What a closure makes of every element.") { call in
            let transform = try call.function("transform")
            return .array(.unified(try elements(call).map { try call.invoke(transform, [$0]) }))
        },
        NativeFunction("compactMap", [transform], result: .array(.any), "What a closure makes of every element, without `nil`.") { call in
            let transform = try call.function("transform")
            return .array(
                .unified(try elements(call).compactMap { try call.invoke(transform, [$0]) }.filter { !$0.isNil }.map(\.unwrapped)))
        },
        NativeFunction("flatMap", [transform], result: .array(.any), "The elements of all the lists that a closure makes.") { call in
            let transform = try call.function("transform")
            var result: [Value] = []
            for element in elements(call) {
                try result.append(inPieces: try call.invoke(transform, [element]).elements())
                try Limits.checkCount(result.count)
            }
            return .array(.unified(result))
        },
        NativeFunction("filter", [test("isIncluded")], result: .array(.any), "The elements for which a closure gives true.") { call in
            let test = try call.function("isIncluded")
            return part(try elements(call).filter { try isTrue(try call.invoke(test, [$0])) }, of: call)
        },
        NativeFunction("forEach", [.positional("body", .function([.any], .any))], "Calls a closure with every element.") { call in
            let body = try call.function("body")
            for element in elements(call) { _ = try call.invoke(body, [element]) }
            return .nothing
        },
        NativeFunction(
            "reduce", [.positional("initial", .any), .positional("combine", .function([.any, .any], .any))], result: .any,
            "The elements combined into one value."
        ) { call in
            let combine = try call.function("combine")
            var result = call.value("initial") ?? .nothing
            if case .int(let number) = result, array(call).elementType == .double { result = .double(Double(number)) }
            for element in elements(call) { result = try call.invoke(combine, [result, element]) }
            return result
        },
        NativeFunction(
            "reduce", [Parameter(name: "initial", label: "into", type: .any), .positional("update", .function([.any, .any], .nothing))],
            result: .any,
            "The elements combined into one value, which a closure changes.", implementation: reduceInto),
        NativeFunction(
            "enumerated", [], result: .array(.tuple([.init("offset", .int), .init("element", .any)])), "The elements with their places."
        ) { call in
            .list(try elements(call).enumerated().values { .labelled(["offset": .int($0.offset), "element": $0.element]) })
        },
    ]

    @Sendable private static func reduceInto(_ call: Call) throws(CellError) -> Value {
        let update = try call.function("update")
        guard case .closure(let code, let captures) = update.kind, code.parameters.count == 2 || code.isImplicit else {
            throw call.error("update", "reduce(into:) takes a closure with two arguments")
        }
        var result = call.value("initial") ?? .nothing
        for element in elements(call) { try code.update(&result, with: element, captures: captures, call.execution) }
        return result
    }

    private static let searching: [NativeFunction] = [
        NativeFunction("contains", [.positional("element", .any)], result: .bool, "Whether an element is there.") { call in
            let wanted = call.value("element") ?? .nil
            if wanted.asFunction != nil { return .bool(try index(call, "element") != nil) }
            return .bool(try elements(call).contains { try $0.equals(wanted) })
        },
        NativeFunction("contains", [test("test", label: "where")], result: .bool, "Whether a closure gives true for an element.") { call in
            .bool(try index(call, "test") != nil)
        },
        NativeFunction("allSatisfy", [test("test")], result: .bool, "Whether a closure gives true for all elements.") { call in
            let test = try call.function("test")
            return .bool(try elements(call).allSatisfy { try isTrue(try call.invoke(test, [$0])) })
        },
        NativeFunction(
            "first", [test("test", label: "where")], result: .optional(.any), "The first element for which a closure gives true."
        ) { call in
            try index(call, "test").map { elements(call)[$0] } ?? .nil
        },
        NativeFunction("last", [test("test", label: "where")], result: .optional(.any), "The last element for which a closure gives true.") { call in
            let test = try call.function("test")
            return try elements(call).last { try isTrue(try call.invoke(test, [$0])) } ?? .nil
        },
        NativeFunction(
            "firstIndex", [test("test", label: "where")], result: .optional(.int),
            "The place of the first element for which a closure gives true."
        ) { call in
            try index(call, "test").map { .int($0) } ?? .nil
        },
        NativeFunction(
            "firstIndex", [Parameter(name: "element", label: "of", type: .any)], result: .optional(.int), "The first place of an element."
        ) { call in
            let wanted = call.value("element") ?? .nil
            return try elements(call).firstIndex { try $0.equals(wanted) }.map { .int($0) } ?? .nil
        },
        NativeFunction(
            "lastIndex", [Parameter(name: "element", label: "of", type: .any)], result: .optional(.int), "The last place of an element."
        ) { call in
            let wanted = call.value("element") ?? .nil
            return try elements(call).lastIndex { try $0.equals(wanted) }.map { .int($0) } ?? .nil
        },
        NativeFunction("randomElement", [], result: .optional(.any), "An element chosen by chance.") { call in
            elements(call).randomElement() ?? .nil
        },
    ]

    private static func index(_ call: Call, _ name: String) throws -> Int? {
        let test = try call.function(name)
        return try elements(call).firstIndex { try isTrue(try call.invoke(test, [$0])) }
    }

    private static let joining: [NativeFunction] = [
        NativeFunction(
            "joined", [.named("separator", .string, default: "")], result: .any, "Texts put together, or lists put after each other."
        ) { call in
            let elements = elements(call)
            guard elements.allSatisfy({ $0.asString != nil }) else { return try joinedLists(call) }
            let separator = try call.string("separator")
            try Limits.checkString(elements.reduce(0) { $0 + ($1.asString?.utf8.count ?? 0) + separator.utf8.count })
            return .string(elements.map { $0.asString ?? "" }.joined(separator: separator))
        }
    ]

    private static func joinedLists(_ call: Call) throws -> Value {
        if call.isGiven("separator") || !elements(call).allSatisfy({ $0.asList != nil }) {
            throw CellError(.type, "only an array of String can be joined; make texts with map { String($0) }")
        }
        try Limits.checkElements(elements(call).reduce(0) { $0 + ($1.asList?.count ?? 0) })
        var result: [Value] = []
        for list in elements(call) { try result.append(inPieces: list.asList ?? []) }
        return .array(.unified(result))
    }
}
