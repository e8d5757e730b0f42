enum IntMembers {
    static let table = MemberTable(
        properties: [
            .init(name: "description", type: .string, documentation: "The number as text.") { (value) throws(CellError) in
                .string(value.description)
            },
            .init(name: "magnitude", type: .int, documentation: "The number without its sign.") { (value) throws(CellError) in
                try magnitude(value)
            },
        ],
        methods: [
            NativeFunction(
                "isMultiple", [Parameter(name: "other", label: "of", type: .int)], result: .bool,
                "Whether the number is a multiple of another."
            ) { call in
                let (number, other) = (call.receiver?.asInt ?? 0, try call.int("other"))
                return .bool(other == 0 ? number == 0 : other == -1 || number % other == 0)
            },
            NativeFunction("signum", [], result: .int, "-1, 0 or 1, as the number's sign.") { call in
                .int((call.receiver?.asInt ?? 0).signum())
            },
            NativeFunction(
                "quotientAndRemainder", [Parameter(name: "divisor", label: "dividingBy", type: .int)], result: .any,
                "Quotient and remainder."
            ) { call in
                let operands = (Value.int(call.receiver?.asInt ?? 0), Value.int(try call.int("divisor")))
                return .labelled([
                    "quotient": try Operator.divide.apply(operands.0, operands.1),
                    "remainder": try Operator.remainder.apply(operands.0, operands.1),
                ])
            },
        ])

    private static func magnitude(_ value: Value) throws(CellError) -> Value {
        let number = value.asInt ?? 0
        return number < 0 ? try value.applying(prefix: "-") : value
    }
}

enum BoolMembers {
    static let table = MemberTable(
        properties: [
            .init(name: "description", type: .string, documentation: "`true` or `false`.") { (value) throws(CellError) in
                .string(value.description)
            }
        ],
        methods: [
            NativeFunction(mutating: "toggle", [], "Turns true to false and false to true.") { value, _ in
                value = .bool(!(value.asBool ?? false))
                return .nothing
            }
        ])
}
