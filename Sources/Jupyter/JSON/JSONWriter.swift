package import JSONValues

/// Writes JSON values as UTF-8, members in the order of their names; a number that is not finite is written as `null`.
package struct JSONWriter {
    private var bytes: [UInt8] = []
    private let indentation: Int?
    private var depth = 0

    private init(indentation: Int?) {
        self.indentation = indentation
    }

    /// The text of `value`: one line, or one member or element a line with each level indented by `indentation` spaces.
    package static func write(_ value: JSONValue, indentation: Int? = nil) -> [UInt8] {
        var writer = JSONWriter(indentation: indentation)
        writer.write(value)
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .int(let value): bytes += String(value).utf8
        case .double(let value): bytes += (value.isFinite ? value.description : "null").utf8
        case .string(let text): write(text)
        case .array(let elements): writeList(elements, between: "[", "]") { $0.write($1) }
        case .object(let members):
            writeList(members.sorted { $0.key < $1.key }, between: "{", "}") { writer, member in
                writer.write(member.key)
                writer.bytes += (writer.indentation == nil ? ":" : ": ").utf8
                writer.write(member.value)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], between open: Unicode.Scalar, _ close: Unicode.Scalar, each: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            startLine()
            each(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { startLine() }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func startLine() {
        guard let indentation else { return }
        bytes.append(0x0A)
        bytes += repeatElement(0x20, count: indentation * depth)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { characters in
            var start = 0
            for (index, byte) in characters.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes += characters[start..<index]
                bytes += Self.escape(byte)
                start = index + 1
            }
            bytes += characters[start...]
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x0A: return Array("\\n".utf8)
        case 0x0D: return Array("\\r".utf8)
        case 0x09: return Array("\\t".utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [UInt8(ascii: "\\"), byte]
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
