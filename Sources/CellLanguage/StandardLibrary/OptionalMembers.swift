enum OptionalMembers {
    static let table = MemberTable(
        properties: [],
        methods: ["map", "flatMap"].map { name in
            NativeFunction(
                name, [.positional("transform", .function([.any], .any), "A closure that makes a value of what is there.")],
                result: .optional(.any),
                "What a closure makes of the value; `nil` where there is none."
            ) { call in
                guard let value = call.receiver, !value.isNil else { return .nil }
                return try call.invoke(try call.function("transform"), [value.unwrapped])
            }
        })
}
