let sequenceFunctions: [NativeFunction] = [
    NativeFunction(
        "zip", [.positional("first", .any), .positional("second", .any)], result: .array(.any), topic: "Collections",
        "Pairs of the elements of two collections."
    ) { call in
        let (first, second) = (try elements(call, "first"), try elements(call, "second"))
        return .list(try zip(first, second).values { .tuple(TupleValue([$0.0, $0.1])) })
    },
    stride(end: "to", kind: .strideTo), stride(end: "through", kind: .strideThrough),
]

private func elements(_ call: Call, _ name: String) throws(CellError) -> [Value] {
    do { return try (call.value(name) ?? .nil).elements() } catch { throw error.located(call.range(name) ?? call.range) }
}

private func stride(end: String, kind: RangeValue.Kind) -> NativeFunction {
    NativeFunction(
        "stride",
        [
            .required("from", .number, "The first value."), .required(end, .number, "Where it ends."),
            .required("by", .number, "From one value to the next."),
        ], result: .range(.number), topic: "Collections",
        "Numbers at equal distances, \(kind == .strideTo ? "the end left out" : "the end included")."
    ) { call in
        let values = [call.value("from"), call.value(end), call.value("by")].map { $0 ?? 0 }
        let unified = ArrayValue.unified(values).elements
        guard let step = unified[2].asDouble, step != 0, step.isFinite else {
            throw call.error("by", "the step must be a number other than 0")
        }
        return .range(RangeValue(kind, unified[0], unified[1], step: unified[2]))
    }
}

let collectionConversions: [NativeFunction] = [
    NativeFunction(
        "Array.init", [.positional("collection", .any)], result: .array(.any), topic: "Conversions", "The elements of a collection."
    ) { call in
        if case .array? = call.value("collection") { return call.value("collection") ?? .nil }
        return .list(try elements(call, "collection"))
    },
    NativeFunction(
        "Array.init", [.required("repeating", .any), .required("count", .int, in: .atLeast(0))], result: .array(.any), topic: "Conversions",
        "A list of equal elements."
    ) { call in
        let count = try call.int("count")
        try Limits.checkElements(count)
        return try Value.list(Array(repeating: call.value("repeating") ?? .nil, count: count)).checkedDepth()
    },
    NativeFunction(
        "Dictionary.init", [.required("uniqueKeysWithValues", .any)], result: .dictionary(.any, .any), topic: "Conversions",
        "A dictionary of pairs."
    ) { call in
        var result = DictionaryValue()
        var turns = Turns()
        for pair in try elements(call, "uniqueKeysWithValues") {
            try turns.next()
            guard case .tuple(let tuple) = pair, tuple.elements.count == 2 else {
                throw call.error("uniqueKeysWithValues", "the elements must be pairs of key and value")
            }
            let key = try result.adaptedKey(tuple.elements[0])
            guard result[key] == nil else { throw call.error("uniqueKeysWithValues", "the key \(key.debugDescription) occurs twice") }
            result.set(key, tuple.elements[1])
        }
        return try Value.dictionary(result).checkedDepth()
    },
    NativeFunction(
        "Dictionary.init", [.required("grouping", .any), .required("by", .function([.any], .any))], result: .dictionary(.any, .array(.any)),
        topic: "Conversions",
        "The elements in groups by what a closure gives."
    ) { call in
        let by = try call.function("by")
        var result = DictionaryValue()
        for element in try elements(call, "grouping") {
            let key = try result.adaptedKey(try call.invoke(by, [element]))
            result.set(key, .list((result[key]?.asList ?? []) + [element]))
        }
        return try Value.dictionary(result).checkedDepth()
    },
]
