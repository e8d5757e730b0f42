internal import Glibc

private let double: ValueType = .double

let numberFunctions: [NativeFunction] = [
    NativeFunction("abs", [.positional("number", .number)], result: .number, topic: "Numbers", "The number without its sign.") { call in
        switch call.value("number") {
        case .double(let number)?: return .double(number.magnitude)
        case .int(let number)?: return number < 0 ? try Value.int(number).applying(prefix: "-") : .int(number)
        default: return .nothing
        }
    },
    NativeFunction("min", [.variadic("values", .number)], result: .number, topic: "Numbers", "The smallest of several numbers.") { call in
        try extreme(call, isMaximum: false)
    },
    NativeFunction("min", [.variadic("values", .any)], result: .any, topic: "Numbers", "The smallest of several values.") { call in
        try extreme(call, isMaximum: false)
    },
    NativeFunction("max", [.variadic("values", .number)], result: .number, topic: "Numbers", "The largest of several numbers.") { call in
        try extreme(call, isMaximum: true)
    },
    NativeFunction("max", [.variadic("values", .any)], result: .any, topic: "Numbers", "The largest of several values.") { call in
        try extreme(call, isMaximum: true)
    },
    NativeFunction(
        "pow", [.positional("base", double), .positional("exponent", double)], result: double, topic: "Numbers",
        "A number raised to a power."
    ) { call in
        .double(pow(try call.double("base"), try call.double("exponent")))
    },
    NativeFunction(
        "atan2", [.positional("y", double), .positional("x", double)], result: double, topic: "Numbers", "The angle of a point."
    ) { call in
        .double(atan2(try call.double("y"), try call.double("x")))
    },
    NativeFunction(
        "hypot", [.positional("x", double), .positional("y", double)], result: double, topic: "Numbers", "The length of a vector."
    ) { call in
        .double(hypot(try call.double("x"), try call.double("y")))
    },
    NativeFunction(
        "fmod", [.positional("x", double), .positional("y", double)], result: double, topic: "Numbers", "The remainder of a division."
    ) { call in
        .double(fmod(try call.double("x"), try call.double("y")))
    },
    NativeFunction(
        "Int.random", [Parameter(name: "range", label: "in", type: .oneOf([.range(.int), .closedRange(.int)]))], result: .int,
        topic: "Numbers", "An Int chosen by chance."
    ) { call in
        guard let (first, last) = try call.rangeValue("range").ints, let last else { throw call.error("range", "the range is empty") }
        return .int(Int.random(in: first...last))
    },
    NativeFunction(
        "Double.random", [Parameter(name: "range", label: "in", type: .oneOf([.range(double), .closedRange(double)]))], result: double,
        topic: "Numbers", "A Double chosen by chance."
    ) { call in
        let range = try call.rangeValue("range")
        guard let low = range.lower?.asDouble, let high = range.upper?.asDouble, low < high || range.kind == .closed, (high - low).isFinite
        else {
            throw call.error("range", "the range is empty or infinite")
        }
        return .double(range.kind == .closed ? Double.random(in: low...high) : Double.random(in: low..<high))
    },
    NativeFunction("Bool.random", [], result: .bool, topic: "Numbers", "true or false by chance.") { _ in .bool(Bool.random()) },
]

private func extreme(_ call: Call, isMaximum: Bool) throws -> Value {
    let values = try call.value("values").map { _ in try call.list("values") } ?? []
    guard values.count > 1 else {
        throw CellError(
            .argument, "\(call.function.name) compares two values or more; of an array write 'array.\(call.function.name)()'",
            at: call.range)
    }
    return try ArrayMembers.extreme(ArrayValue.unified(values).elements, isMaximum: isMaximum) ?? .nothing
}

let unaryFunctions: [NativeFunction] = [
    unary("sqrt", "The square root.") { $0.squareRoot() }, unary("exp", "e raised to a power.") { exp($0) },
    unary("log", "The natural logarithm.") { log($0) },
    unary("log2", "The logarithm to base 2.") { log2($0) }, unary("log10", "The logarithm to base 10.") { log10($0) },
    unary("round", "The nearest whole number; halves go away from zero.") { $0.rounded() },
    unary("floor", "The next whole number below.") { $0.rounded(.down) },
    unary("ceil", "The next whole number above.") { $0.rounded(.up) }, unary("trunc", "The whole part.") { $0.rounded(.towardZero) },
    unary("sin", "The sine of an angle in radians.") { sin($0) }, unary("cos", "The cosine of an angle in radians.") { cos($0) },
    unary("tan", "The tangent of an angle in radians.") { tan($0) }, unary("asin", "The inverse sine.") { asin($0) },
    unary("acos", "The inverse cosine.") { acos($0) }, unary("atan", "The inverse tangent.") { atan($0) },
    unary("tanh", "The hyperbolic tangent.") { tanh($0) }, unary("cbrt", "The cube root.") { cbrt($0) },
]

private func unary(_ name: String, _ text: String, _ function: @escaping @Sendable (Double) -> Double) -> NativeFunction {
    NativeFunction(name, [.positional("number", .double)], result: .double, topic: "Numbers", text) { call in
        .double(function(try call.double("number")))
    }
}

let numberConversions: [NativeFunction] = [
    NativeFunction("Int.init", [.positional("number", .number)], result: .int, topic: "Conversions", "The number without its fraction.") {
        call in
        guard case .double(let number)? = call.value("number") else { return call.value("number") ?? .nothing }
        guard let result = Int(exactly: number.rounded(.towardZero)) else {
            throw CellError(.arithmetic, "\(number) does not fit in Int", at: call.range("number"))
        }
        return .int(result)
    },
    NativeFunction(
        "Int.init", [.positional("text", .string), .named("radix", .int, default: 10, in: .within(2...36))], result: .optional(.int),
        topic: "Conversions",
        "The number that a text spells; `nil` where it spells none."
    ) { call in
        Int(try call.string("text"), radix: try call.int("radix")).map { .int($0) } ?? .nil
    },
    NativeFunction(
        "Int.init", [Parameter(name: "number", label: "exactly", type: .number)], result: .optional(.int), topic: "Conversions",
        "The number, if it has no fraction."
    ) { call in
        Int(exactly: try call.double("number")).map { .int($0) } ?? .nil
    },
    NativeFunction("Double.init", [.positional("number", .number)], result: .double, topic: "Conversions", "The number as a Double.") {
        call in .double(try call.double("number"))
    },
    NativeFunction(
        "Double.init", [.positional("text", .string)], result: .optional(.double), topic: "Conversions",
        "The number that a text spells; `nil` where it spells none."
    ) { call in
        Double(try call.string("text")).map { .double($0) } ?? .nil
    },
    NativeFunction(
        "Bool.init", [.positional("text", .string)], result: .optional(.bool), topic: "Conversions", "true or false, as a text spells it."
    ) { call in
        Bool(try call.string("text")).map { .bool($0) } ?? .nil
    },
]
