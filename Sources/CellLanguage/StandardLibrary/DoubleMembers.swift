internal import Glibc

enum DoubleMembers {
    static let table = MemberTable(
        properties: [
            property("isNaN", .bool, "Whether it is no number.") { .bool($0.isNaN) },
            property("isFinite", .bool, "Whether it is neither infinite nor NaN.") { .bool($0.isFinite) },
            property("isInfinite", .bool, "Whether it is infinite.") { .bool($0.isInfinite) },
            property("isZero", .bool, "Whether it is 0.") { .bool($0.isZero) },
            property("magnitude", .double, "The number without its sign.") { .double($0.magnitude) },
            property("description", .string, "The number as text.") { .string($0.description) },
        ],
        methods: [
            NativeFunction(
                "rounded",
                [.positional("rule", .enumeration(rules), "How halves and fractions go.", default: rules.value("toNearestOrAwayFromZero"))],
                result: .double, "The nearest whole number, as a Double."
            ) { call in
                .double(number(call).rounded(try rule(call)))
            },
            NativeFunction("squareRoot", [], result: .double, "The square root.") { call in .double(number(call).squareRoot()) },
            NativeFunction(
                "truncatingRemainder", [Parameter(name: "divisor", label: "dividingBy", type: .double)], result: .double,
                "The remainder of a division."
            ) { call in
                .double(fmod(number(call), try call.double("divisor")))
            },
        ])

    static let rules = EnumerationType(
        "FloatingPointRoundingRule", "How a number is rounded.",
        names: ["toNearestOrAwayFromZero", "toNearestOrEven", "up", "down", "towardZero", "awayFromZero"])

    private static func number(_ call: Call) -> Double { call.receiver?.asDouble ?? 0 }

    private static func rule(_ call: Call) throws(CellError) -> FloatingPointRoundingRule {
        switch try call.enumeration("rule").caseName {
        case "up": .up
        case "down": .down
        case "towardZero": .towardZero
        case "awayFromZero": .awayFromZero
        case "toNearestOrEven": .toNearestOrEven
        default: .toNearestOrAwayFromZero
        }
    }

    private static func property(_ name: String, _ type: ValueType, _ text: String, _ get: @escaping @Sendable (Double) -> Value)
        -> MemberTable.Property
    {
        MemberTable.Property(name: name, type: type, documentation: text) { (value) throws(CellError) in get(value.asDouble ?? 0) }
    }
}
