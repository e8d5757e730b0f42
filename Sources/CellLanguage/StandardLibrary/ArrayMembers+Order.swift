extension ArrayMembers {
    private static func comparison(_ name: String, label: String?) -> Parameter {
        Parameter(
            name: name, label: label, type: .function([.any, .any], .bool),
            documentation: "A closure that says whether its first argument comes first.")
    }

    static let ordering: [NativeFunction] = [
        NativeFunction("sorted", [], result: .array(.any), "The elements in order.") { call in part(try sorted(elements(call), call), of: call) },
        NativeFunction(
            "sorted", [comparison("areInOrder", label: "by")], result: .array(.any), "The elements in the order that a closure gives."
        ) { call in
            let areInOrder = try call.function("areInOrder")
            return part(try sorted(elements(call), call, by: areInOrder), of: call)
        },
        NativeFunction("reversed", [], result: .array(.any), "The elements from the last to the first.") { call in
            part(try elements(call).reversed().values { $0 }, of: call)
        },
        NativeFunction(
            "shuffled", [.named("seed", .optional(.int), default: .nil, "The same seed gives the same order.")], result: .array(.any),
            "The elements in an order by chance."
        ) { call in
            part(try shuffled(elements(call), call), of: call)
        },
        NativeFunction("min", [], result: .optional(.any), "The smallest element.") { call in
            try extreme(elements(call), isMaximum: false) ?? .nil
        },
        NativeFunction("max", [], result: .optional(.any), "The largest element.") { call in
            try extreme(elements(call), isMaximum: true) ?? .nil
        },
        NativeFunction("min", [comparison("areInOrder", label: "by")], result: .optional(.any), "The first element in an order.") { call in
            let areInOrder = try call.function("areInOrder")
            return try elements(call).min { try isTrue(try call.invoke(areInOrder, [$0, $1])) } ?? .nil
        },
        NativeFunction("max", [comparison("areInOrder", label: "by")], result: .optional(.any), "The last element in an order.") { call in
            let areInOrder = try call.function("areInOrder")
            return try elements(call).max { try isTrue(try call.invoke(areInOrder, [$0, $1])) } ?? .nil
        },
    ]

    static func sorted(_ elements: [Value], _ call: Call) throws -> [Value] {
        var turns = Turns()
        return try elements.sorted { left, right in
            try turns.next()
            return try left.order(comparedWith: right).map { $0 < 0 } ?? false
        }
    }

    /// The elements in the order that the argument `seed` gives, or in one by chance.
    ///
    /// Source: the shuffle of Swift's standard library, whose orders these are.
    static func shuffled(_ elements: [Value], _ call: Call) throws(CellError) -> [Value] {
        var (elements, turns) = (elements, Turns())
        var generator = SeededGenerator(seed: call.value("seed")?.asInt ?? Int.random(in: .min ... .max))
        for place in elements.indices.dropLast() {
            try turns.next()
            elements.swapAt(place, place + Int.random(in: 0..<elements.count - place, using: &generator))
        }
        return elements
    }

    static func sorted(_ elements: [Value], _ call: Call, by areInOrder: FunctionValue) throws -> [Value] {
        try elements.sorted { try isTrue(try call.invoke(areInOrder, [$0, $1])) }
    }

    static func extreme(_ elements: [Value], isMaximum: Bool) throws(CellError) -> Value? {
        guard var best = elements.first else { return nil }
        for element in elements.dropFirst() {
            guard let order = try element.order(comparedWith: best) else { continue }
            if isMaximum ? order >= 0 : order < 0 { best = element }
        }
        return best
    }

    static let slicing: [NativeFunction] = [
        NativeFunction("prefix", [.positional("count", .int, in: .atLeast(0))], result: .array(.any), "The first elements.") { call in
            part(elements(call).prefix(try call.int("count")), of: call)
        },
        NativeFunction("suffix", [.positional("count", .int, in: .atLeast(0))], result: .array(.any), "The last elements.") { call in
            part(elements(call).suffix(try call.int("count")), of: call)
        },
        NativeFunction(
            "dropFirst", [.positional("count", .int, default: 1, in: .atLeast(0))], result: .array(.any), "Without the first elements."
        ) { call in
            part(elements(call).dropFirst(try call.int("count")), of: call)
        },
        NativeFunction(
            "dropLast", [.positional("count", .int, default: 1, in: .atLeast(0))], result: .array(.any), "Without the last elements."
        ) { call in
            part(elements(call).dropLast(try call.int("count")), of: call)
        },
        NativeFunction(
            "prefix", [test("test", label: "while")], result: .array(.any), "The first elements, as long as a closure gives true."
        ) { call in
            let test = try call.function("test")
            return part(try elements(call).prefix { try isTrue(try call.invoke(test, [$0])) }, of: call)
        },
        NativeFunction(
            "split", [Parameter(name: "separator", label: "separator", type: .any)], result: .array(.any), "The pieces between separators."
        ) { call in
            let separator = call.value("separator") ?? .nil
            var turns = Turns()
            let pieces = try elements(call).split { element in
                try turns.next()
                return try element.equals(separator)
            }
            return .list(try pieces.values { part($0, of: call) })
        },
    ]
}

/// A small generator for reproducible orders.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014), SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
