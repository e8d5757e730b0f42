enum DictionaryMembers {
    static let table = MemberTable(properties: properties, methods: methods + mutations + collection)

    private static let properties: [MemberTable.Property] = [
        property("count", .int, "The number of keys.") { .int($0.count) },
        property("isEmpty", .bool, "Whether it has no keys.") { .bool($0.count == 0) },
        property("keys", .array(.any), "The keys, in the order in which they came.") {
            .array(ArrayValue($0.keys, of: $0.declaredKeyType))
        },
        property("values", .array(.any), "The values, in the order of their keys.") {
            .array(ArrayValue($0.values, of: $0.declaredValueType))
        },
        property("first", .optional(.any), "The first key with its value.") { $0.pairs.first?.wrapped ?? .nil },
    ]

    private static func property(
        _ name: String, _ type: ValueType, _ text: String, _ get: @escaping @Sendable (DictionaryValue) -> Value
    ) -> MemberTable.Property {
        MemberTable.Property(name: name, type: type, documentation: text) { (value) throws(CellError) in get(value.asDictionary) }
    }

    private static let methods: [NativeFunction] = [
        NativeFunction(
            "mapValues", [.positional("transform", .function([.any], .any))], result: .dictionary(.any, .any), "The keys with new values."
        ) { call in
            let (dictionary, transform) = (dictionary(call), try call.function("transform"))
            var result = DictionaryValue(keyType: dictionary.declaredKeyType)
            for (key, value) in zip(dictionary.keys, dictionary.values) { result.set(key, try call.invoke(transform, [value])) }
            return .dictionary(result)
        },
        NativeFunction(
            "filter", [.positional("isIncluded", .function([.any], .bool))], result: .dictionary(.any, .any),
            "The pairs for which a closure gives true."
        ) { call in
            let (dictionary, test) = (dictionary(call), try call.function("isIncluded"))
            var result = DictionaryValue(keyType: dictionary.declaredKeyType, valueType: dictionary.declaredValueType)
            for (index, pair) in dictionary.pairs.enumerated() where try ArrayMembers.isTrue(try call.invoke(test, [pair])) {
                result.set(dictionary.keys[index], dictionary.values[index])
            }
            return .dictionary(result)
        },
        NativeFunction(
            "merging",
            [
                .positional("other", .dictionary(.any, .any)),
                Parameter(name: "combine", label: "uniquingKeysWith", type: .function([.any, .any], .any)),
            ],
            result: .dictionary(.any, .any), "The pairs of both; a closure decides between two values."
        ) { call in
            var result = dictionary(call)
            let (other, combine) = (call.value("other")?.asDictionary ?? DictionaryValue(), try call.function("combine"))
            for (key, value) in zip(other.keys, other.values) {
                result.set(key, try result[key].map { try call.invoke(combine, [$0, value]) } ?? value)
            }
            return .dictionary(result)
        },
    ]

    private static func dictionary(_ call: Call) -> DictionaryValue { call.receiver?.asDictionary ?? DictionaryValue() }

    private static let mutations: [NativeFunction] = [
        NativeFunction(
            mutating: "removeValue", [Parameter(name: "key", label: "forKey", type: .any)], result: .optional(.any),
            "Takes a key away and gives its value."
        ) { value, call in
            var dictionary = value.asDictionary
            let key = try dictionary.adaptedKey(call.value("key") ?? .nil)
            value = .nothing
            let old = dictionary.remove(key)
            value = .dictionary(dictionary)
            return old ?? .nil
        },
        NativeFunction(
            mutating: "updateValue", [.positional("value", .any), Parameter(name: "key", label: "forKey", type: .any)],
            result: .optional(.any),
            "Sets a value and gives the old one."
        ) { receiver, call in
            var dictionary = receiver.asDictionary
            let key = try dictionary.adaptedKey(call.value("key") ?? .nil)
            let new = try dictionary.adaptedValue(call.value("value") ?? .nil)
            let old = dictionary[key]
            dictionary.set(key, new)
            receiver = try Value.dictionary(dictionary).checkedDepth()
            return old ?? .nil
        },
        NativeFunction(mutating: "removeAll", [], "Takes all keys away.") { value, _ in
            let old = value.asDictionary
            value = .dictionary(DictionaryValue(keyType: old.declaredKeyType, valueType: old.declaredValueType))
            return .nothing
        },
    ]

    /// What a dictionary does as a collection of `(key:, value:)` pairs.
    private static let collection: [NativeFunction] = [
        "map", "compactMap", "flatMap", "reduce", "sorted", "forEach", "contains", "allSatisfy", "first", "min", "max", "enumerated",
        "shuffled", "randomElement",
    ].flatMap { name in
        (ArrayMembers.table.methods[name] ?? []).map { method in
            NativeFunction(name, method.parameters, result: method.result, method.documentation) { call in
                try call.execution.run(method, receiver: .list(dictionary(call).pairs), call.arguments, ranges: call.ranges, at: call.range)
            }
        }
    }
}

extension Value {
    var asDictionary: DictionaryValue {
        if case .dictionary(let dictionary) = self { return dictionary }
        return DictionaryValue()
    }
}
