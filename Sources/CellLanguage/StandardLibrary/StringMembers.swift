enum StringMembers {
    static let table = MemberTable(properties: properties, methods: caseAndTests + pieces + changes + collection + mutations)

    private static let properties: [MemberTable.Property] = [
        property("count", .int, "The number of characters.") { .int($0.count) },
        property("isEmpty", .bool, "Whether it has no characters.") { .bool($0.isEmpty) },
        property("first", .optional(.string), "The first character.") { $0.first.map { Value.string(String($0)).wrapped } ?? .nil },
        property("last", .optional(.string), "The last character.") { $0.last.map { Value.string(String($0)).wrapped } ?? .nil },
        property("description", .string, "The text itself.") { .string($0) },
        property("capitalized", .string, "Every word with a capital letter.") { .string(capitalized($0)) },
        property("trimmed", .string, "Without white space at both ends.") { .string(trimmed($0)) },
        property("isNumber", .bool, "Whether it is one digit or other number.") { .bool($0.count == 1 && $0.first?.isNumber == true) },
        property("isLetter", .bool, "Whether it is one letter.") { .bool($0.count == 1 && $0.first?.isLetter == true) },
        property("isWhitespace", .bool, "Whether it is one white space character.") {
            .bool($0.count == 1 && $0.first?.isWhitespace == true)
        },
        property("isUppercase", .bool, "Whether it is one capital letter.") { .bool($0.count == 1 && $0.first?.isUppercase == true) },
        property("isLowercase", .bool, "Whether it is one small letter.") { .bool($0.count == 1 && $0.first?.isLowercase == true) },
    ]

    private static func property(_ name: String, _ type: ValueType, _ text: String, _ get: @escaping @Sendable (String) -> Value)
        -> MemberTable.Property
    {
        MemberTable.Property(name: name, type: type, documentation: text) { (value) throws(CellError) in get(value.asString ?? "") }
    }

    static func text(_ call: Call) -> String { call.receiver?.asString ?? "" }

    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private static func capitalized(_ text: String) -> String {
        var atStart = true
        return text.reduce(into: "") { result, character in
            result += atStart ? character.uppercased() : character.lowercased()
            atStart = !(character.isLetter || character.isNumber || character == "'")
        }
    }

    private static let caseAndTests: [NativeFunction] = [
        NativeFunction("uppercased", [], result: .string, "The text in capital letters.") { call in .string(text(call).uppercased()) },
        NativeFunction("lowercased", [], result: .string, "The text in small letters.") { call in .string(text(call).lowercased()) },
        NativeFunction("trimmed", [], result: .string, "Without white space at both ends.") { call in .string(trimmed(text(call))) },
        NativeFunction(
            "trimmingCharacters", [Parameter(name: "set", label: "in", type: .enumeration(characterSets))], result: .string,
            "Without white space at both ends."
        ) { call in .string(trimmed(text(call))) },
        NativeFunction("contains", [.positional("other", .string)], result: .bool, "Whether a text occurs in it.") { call in
            let other = try call.string("other")
            return .bool(other.isEmpty || text(call).contains(other))
        },
        NativeFunction("hasPrefix", [.positional("prefix", .string)], result: .bool, "Whether it begins with a text.") { call in
            .bool(text(call).hasPrefix(try call.string("prefix")))
        },
        NativeFunction("hasSuffix", [.positional("suffix", .string)], result: .bool, "Whether it ends with a text.") { call in
            .bool(text(call).hasSuffix(try call.string("suffix")))
        },
    ]

    private static let characterSets = EnumerationType("CharacterSet", names: ["whitespaces", "whitespacesAndNewlines", "newlines"])

    private static let pieces: [NativeFunction] = [
        NativeFunction(
            "split",
            [
                Parameter(name: "separator", label: "separator", type: .string),
                .named("maxSplits", .int, default: .int(.max), in: .atLeast(0)),
                .named("omittingEmptySubsequences", .bool, default: true),
            ], result: .array(.string), "The pieces between separators.", implementation: split),
        NativeFunction(
            "components", [Parameter(name: "separator", label: "separatedBy", type: .string)], result: .array(.string),
            "The pieces between separators, empty ones included."
        ) { call in
            let separator = try call.string("separator")
            return strings(separator.isEmpty ? [text(call)[...]] : text(call).split(separator: separator, omittingEmptySubsequences: false))
        },
        NativeFunction("prefix", [.positional("count", .int, in: .atLeast(0))], result: .string, "The first characters.") { call in
            .string(String(text(call).prefix(try call.int("count"))))
        },
        NativeFunction("suffix", [.positional("count", .int, in: .atLeast(0))], result: .string, "The last characters.") { call in
            .string(String(text(call).suffix(try call.int("count"))))
        },
        NativeFunction(
            "dropFirst", [.positional("count", .int, default: 1, in: .atLeast(0))], result: .string, "Without the first characters."
        ) { call in
            .string(String(text(call).dropFirst(try call.int("count"))))
        },
        NativeFunction(
            "dropLast", [.positional("count", .int, default: 1, in: .atLeast(0))], result: .string, "Without the last characters."
        ) { call in
            .string(String(text(call).dropLast(try call.int("count"))))
        },
    ]

    @Sendable private static func split(_ call: Call) throws(CellError) -> Value {
        let separator = try call.string("separator")
        guard !separator.isEmpty else { throw call.error("separator", "the separator is empty") }
        let (splits, omits) = (try call.int("maxSplits"), try call.bool("omittingEmptySubsequences"))
        return strings(text(call).split(separator: separator, maxSplits: splits, omittingEmptySubsequences: omits))
    }

    private static func strings(_ pieces: [Substring]) -> Value {
        .array(ArrayValue(pieces.map { .string(String($0)) }, of: .string))
    }

    private static let changes: [NativeFunction] = [
        replacing("replacing", [.positional("old", .string), Parameter(name: "new", label: "with", type: .string)]),
        replacing(
            "replacingOccurrences",
            [Parameter(name: "old", label: "of", type: .string), Parameter(name: "new", label: "with", type: .string)]),
        NativeFunction("reversed", [], result: .string, "The characters from the last to the first.") { call in
            .string(String(text(call).reversed()))
        },
        NativeFunction("appending", [.positional("other", .string)], result: .string, "This text and another.") { call in
            try Operator.add.apply(.string(text(call)), .string(try call.string("other")))
        },
    ]

    private static func replacing(_ name: String, _ parameters: [Parameter]) -> NativeFunction {
        NativeFunction(name, parameters, result: .string, "The text with every occurrence of one text replaced by another.") { call in
            let (old, new) = (try call.string("old"), try call.string("new"))
            guard !old.isEmpty else { return .string(text(call)) }
            let pieces = text(call).split(separator: old, omittingEmptySubsequences: false)
            try Limits.checkString(text(call).utf8.count + pieces.count * new.utf8.count)
            return .string(pieces.joined(separator: new))
        }
    }

    /// What a text does as a collection of characters: as an array of them.
    private static let collection: [NativeFunction] = [
        "map", "filter", "enumerated", "sorted", "allSatisfy", "forEach", "compactMap", "reduce", "randomElement",
    ].flatMap { name in
        (ArrayMembers.table.methods[name] ?? []).map { method in
            NativeFunction(name, method.parameters, result: method.result, method.documentation) { call in
                let characters = Value.list(try (call.receiver ?? .nothing).elements())
                let value = try call.execution.run(method, receiver: characters, call.arguments, ranges: call.ranges, at: call.range)
                guard name == "filter", case .array(let kept) = value else { return value }
                return .string(kept.elements.map(\.description).joined())
            }
        }
    }

    private static let mutations: [NativeFunction] = [
        NativeFunction(mutating: "append", [.positional("other", .string)], "Adds a text at the end.") { value, call in
            try value.append(text: try call.string("other"))
            return .nothing
        },
        NativeFunction(mutating: "removeLast", [], result: .string, "Takes the last character away.") { value, _ in
            guard var text = value.asString, let last = text.popLast() else { throw CellError(.index, "the text is empty") }
            value = .string(text)
            return .string(String(last))
        },
        NativeFunction(mutating: "removeFirst", [], result: .string, "Takes the first character away.") { value, _ in
            guard var text = value.asString, !text.isEmpty else { throw CellError(.index, "the text is empty") }
            let first = text.removeFirst()
            value = .string(text)
            return .string(String(first))
        },
        NativeFunction(mutating: "removeAll", [], "Takes all characters away.") { value, _ in
            value = .string("")
            return .nothing
        },
    ]
}
