internal import Glibc

let textConversions: [NativeFunction] = [
    NativeFunction(
        "String.init", [.positional("value", .any)], result: .string, topic: "Conversions", "A value as text, as `print` writes it."
    ) { call in
        guard case .array(let array)? = call.value("value"), array.count > 0, array.elements.allSatisfy({ $0.asString?.count == 1 }) else {
            return .string((call.value("value") ?? .nil).description)
        }
        return .string(array.elements.map(\.description).joined())
    },
    NativeFunction(
        "String.init", [.required("describing", .any)], result: .string, topic: "Conversions", "A value as text, as `print` writes it."
    ) { call in
        .string((call.value("describing") ?? .nil).description)
    },
    NativeFunction(
        "String.init", [.required("reflecting", .any)], result: .string, topic: "Conversions", "A value as a cell shows its result."
    ) { call in
        .string((call.value("reflecting") ?? .nil).debugDescription)
    },
    NativeFunction(
        "String.init", [.required("repeating", .string), .required("count", .int, in: .atLeast(0))], result: .string, topic: "Conversions",
        "A text several times."
    ) { call in
        let (text, count) = (try call.string("repeating"), try call.int("count"))
        let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
        try Limits.checkString(overflow ? .max : bytes)
        return .string(text.isEmpty ? "" : String(repeating: text, count: count))
    },
    NativeFunction(
        "String.init",
        [.positional("number", .int), .required("radix", .int, in: .within(2...36)), .named("uppercase", .bool, default: false)],
        result: .string,
        topic: "Conversions", "A number in another base."
    ) { call in
        .string(String(try call.int("number"), radix: try call.int("radix"), uppercase: try call.bool("uppercase")))
    },
    NativeFunction(
        "String.init", [.required("format", .string), .variadic("values", .any)], result: .string, topic: "Conversions",
        "Values in a format as C's printf has it, such as `%.3f` and `%5d`."
    ) { call in
        .string(try Format.text(try call.string("format"), try call.value("values").map { _ in try call.list("values") } ?? []))
    },
]

/// printf's formats, each checked against its value before C sees it.
enum Format {
    /// Widths and precisions beyond this are refused.
    private static let widest = 1000

    static func text(_ format: String, _ values: [Value]) throws(CellError) -> String {
        var rest = format[...]
        var values = values[...]
        var result = ""
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                result.append("%")
                continue
            }
            let flags = take(&rest) { "-+ #0".contains($0) }
            let width = take(&rest) { $0.isASCII && $0.isNumber }
            var precision = ""
            if rest.first == "." {
                rest.removeFirst()
                precision = "." + take(&rest) { $0.isASCII && $0.isNumber }
            }
            _ = take(&rest) { "lhqzj".contains($0) }
            guard let conversion = rest.popFirst() else { throw CellError(.argument, "the format ends within '%'") }
            guard let value = values.popFirst() else { throw CellError(.argument, "the format has more places than there are values") }
            guard (Int(width) ?? 0) <= widest, (Int(precision.dropFirst()) ?? 0) <= widest else {
                throw CellError(.argument, "the format is wider than \(widest)")
            }
            result += try one(flags + width + precision, conversion, value)
        }
        return result
    }

    private static func take(_ rest: inout Substring, while test: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: test)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private static func one(_ options: String, _ conversion: Character, _ value: Value) throws(CellError) -> String {
        switch (conversion, value) {
        case ("d", .int(let number)), ("i", .int(let number)), ("u", .int(let number)): return print("%\(options)ld", [number])
        case ("x", .int(let number)), ("X", .int(let number)), ("o", .int(let number)): return print("%\(options)l\(conversion)", [number])
        case ("f", _), ("F", _), ("e", _), ("E", _), ("g", _), ("G", _):
            guard let number = value.asDouble else { break }
            return print("%\(options)\(conversion)", [number])
        case ("@", _), ("s", _): return padded(value.description, options)
        default: break
        }
        throw CellError(.argument, "'%\(conversion)' does not fit a value of type \(value.type)")
    }

    private static func print(_ format: String, _ arguments: [any CVarArg]) -> String {
        withVaList(arguments) { list in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2 * widest) { buffer in
                let count = vsnprintf(buffer.baseAddress, buffer.count, format, list)
                return String(
                    decoding: buffer.prefix(max(0, min(Int(count), buffer.count - 1))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
    }

    private static func padded(_ text: String, _ options: String) -> String {
        let width = Int(options.prefix { $0 != "." }.filter(\.isNumber)) ?? 0
        let padding = String(repeating: " ", count: max(0, min(width, widest) - text.count))
        return options.hasPrefix("-") ? text + padding : padding + text
    }
}
