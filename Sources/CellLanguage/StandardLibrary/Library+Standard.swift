extension Library {
    /// What every cell has without a host: output, numbers, texts and collections.
    public static let standard: Library = {
        var library = Library()
        library.add(functions: outputFunctions, enumerations: [DoubleMembers.rules])
        library.add(functions: numberFunctions + unaryFunctions + sequenceFunctions)
        library.add(functions: numberConversions + textConversions + collectionConversions)
        library.add(constants: ["stderr": OutputStream.type.value("stderr"), "stdout": OutputStream.type.value("stdout")])
        return library
    }()
}

extension OutputStream {
    static let type = EnumerationType("OutputStream", names: ["stdout", "stderr"])
}

private let outputFunctions: [NativeFunction] = [
    NativeFunction(
        "print",
        [
            .variadic("items", .any, "What is written."), .named("separator", .string, default: " ", "Stands between the items."),
            .named("terminator", .string, default: "\n", "Stands after the last item."),
        ], topic: "Output", "Writes values as text."
    ) { call in
        let items = try call.value("items").map { _ in try call.list("items") } ?? []
        let text = items.map(\.description).joined(separator: try call.string("separator"))
        call.context.output.write(text + (try call.string("terminator")), to: .standardOutput)
        return .nothing
    },
    NativeFunction("debugPrint", [.variadic("items", .any)], topic: "Output", "Writes values as a cell shows its result.") { call in
        let items = try call.value("items").map { _ in try call.list("items") } ?? []
        call.context.output.write(items.map(\.debugDescription).joined(separator: " ") + "\n", to: .standardOutput)
        return .nothing
    },
    NativeFunction(
        "fputs",
        [.positional("text", .string, "What is written."), .positional("stream", .enumeration(OutputStream.type), "stdout or stderr.")],
        topic: "Output", "Writes text to an output stream."
    ) { call in
        let isError = try call.enumeration("stream").caseName == "stderr"
        call.context.output.write(try call.string("text"), to: isError ? .standardError : .standardOutput)
        return .nothing
    },
    NativeFunction(
        "show", [.variadic("values", .any, "What is shown.")], topic: "Output",
        "Shows values as a cell shows its result, anywhere in the cell."
    ) { call in
        for value in try call.value("values").map({ _ in try call.list("values") }) ?? [] { try call.context.output.display(value) }
        return .nothing
    },
    NativeFunction(
        "clearOutput", [.named("wait", .bool, default: false, "Clears only when something new is shown.")], topic: "Output",
        "Clears what the cell has shown."
    ) { call in
        call.context.output.clearOutput(wait: try call.bool("wait"))
        return .nothing
    },
    NativeFunction(
        "readLine", [.positional("prompt", .string, "What is asked.", default: ""), .named("strippingNewline", .bool, default: true)],
        result: .optional(.string),
        topic: "Output", "Asks the person for a line of text."
    ) { call in
        try call.context.output.readLine(prompt: try call.string("prompt")).map { .string($0) } ?? .nil
    },
    NativeFunction(
        "sleep", [.positional("seconds", .double, "How long.", in: .within(0...1e9))], topic: "Output", "Waits; an interrupt ends it."
    ) { call in
        try Clock.wait(seconds: try call.double("seconds")) { () throws(CellError) in try call.checkInterruption() }
        return .nothing
    },
    NativeFunction(
        "clock", [], result: .double, topic: "Output", "Seconds on a clock that only goes forward: the difference of two readings is the time between them."
    ) { _ in
        .double(Clock.seconds)
    },
    NativeFunction("type", [Parameter(name: "value", label: "of", type: .any)], result: .any, topic: "Values", "The type of a value.") {
        call in
        .type(call.value("value")?.type ?? .nothing)
    },
    NativeFunction("fatalError", [.positional("message", .string, default: "fatal error")], topic: "Values", "Ends the cell with an error.") { call in
        throw CellError(.thrown, try call.string("message"))
    },
    assertion("precondition"), assertion("assert"),
]

private func assertion(_ name: String) -> NativeFunction {
    NativeFunction(
        name, [.positional("condition", .bool), .positional("message", .string, default: "the condition is false")], topic: "Values",
        "Ends the cell with an error where a condition is false."
    ) { call in
        guard try call.bool("condition") else { throw CellError(.thrown, try call.string("message")) }
        return .nothing
    }
}
