/// Reads one JSON text. Strings are in `JSONParser+Strings.swift`.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    private let allowsNonFinite: Bool
    private let allowsRepeatedKeys: Bool

    init(_ bytes: [UInt8], allowsNonFinite: Bool, allowsRepeatedKeys: Bool) {
        self.bytes = bytes
        self.allowsNonFinite = allowsNonFinite
        self.allowsRepeatedKeys = allowsRepeatedKeys
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw unexpected("the end of the text") }
        return value
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func unexpected(_ expected: String) -> JSONSyntaxError { JSONSyntaxError(expected: expected, offset: position) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N") where allowsNonFinite: return try word("NaN", .double(.nan))
        case UInt8(ascii: "I") where allowsNonFinite: return try word("Infinity", .double(.infinity))
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[position..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw unexpected("a value") }
        position = end
        return value
    }

    private mutating func enter(_ depth: Int) throws(JSONSyntaxError) {
        guard depth < JSONValue.greatestDepth else { throw unexpected("at most \(JSONValue.greatestDepth) levels of nesting") }
        position += 1
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        try enter(depth)
        var members: [String: JSONValue] = [:]
        if skip(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected("a key") }
            let start = position
            let key = try string()
            guard skip(UInt8(ascii: ":")) else { throw unexpected("':'") }
            let former = members.updateValue(try value(depth: depth + 1), forKey: key)
            guard former == nil || allowsRepeatedKeys else { throw JSONSyntaxError(expected: "each key once, and not '\(key)' again", offset: start) }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        try enter(depth)
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
        return .array(elements)
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { position += 1 }
        if isNegative, next == UInt8(ascii: "I"), allowsNonFinite { return try word("Infinity", .double(-.infinity)) }
        let first = position
        try digits()
        // A leading zero is followed by digits in no number.
        guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else { throw JSONSyntaxError(expected: "a value", offset: start) }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if isWhole, let value = whole(first..<position, isNegative: isNegative) { return .int(value) }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite || allowsNonFinite else {
            throw JSONSyntaxError(expected: "a number within the range of a double", offset: start)
        }
        return .double(value)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw unexpected("a value") }
    }

    private func whole(_ digits: Range<Int>, isNegative: Bool) -> Int? {
        var value = 0
        for byte in bytes[digits] {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int(byte) - 0x30
            let (sum, carry) = isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}
