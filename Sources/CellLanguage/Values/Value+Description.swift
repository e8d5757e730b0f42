extension Value: CustomStringConvertible, CustomDebugStringConvertible {
    /// What `print` writes.
    public var description: String {
        if case .string(let text) = self { return text }
        var text = ""
        write(to: &text, isDebug: false, limit: .max)
        return text
    }

    /// What a cell shows as its result: Swift's `debugDescription`.
    public var debugDescription: String {
        var text = ""
        write(to: &text, isDebug: true, limit: .max)
        return text
    }

    /// The beginning of ``debugDescription``, with `…` where it goes on after about `limit` characters.
    public func brief(limit: Int = 80) -> String {
        var text = ""
        write(to: &text, isDebug: true, limit: limit)
        return text.count > limit ? text.prefix(limit) + "…" : text
    }

    /// Stops with containers once `limit` bytes are written.
    private func write(to text: inout String, isDebug: Bool, limit: Int) {
        switch self {
        case .nothing: text += "()"
        case .nil: text += "nil"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.description
        case .string(let value): text += (limit < .max ? String(value.prefix(limit + 1)) : value).debugDescription
        case .array(let array): Self.write(array.elements, "[", "]", to: &text, limit: limit)
        case .dictionary(let dictionary): dictionary.write(to: &text, limit: limit)
        case .range(let range): text += isDebug ? range.debugDescription : range.description
        case .tuple(let tuple): Self.write(tuple.elements, labels: tuple.labels, "(", ")", to: &text, limit: limit)
        case .optional(let value):
            text += "Optional("
            value.write(to: &text, isDebug: true, limit: limit)
            text += ")"
        case .function: text += "(Function)"
        case .enumeration(let value):
            text += (value.type == nil ? "." : "") + value.caseName
            guard !value.arguments.isEmpty else { break }
            Self.write(value.arguments.map(\.value), labels: value.arguments.map(\.label), "(", ")", to: &text, limit: limit)
        case .type(let type): text += type.description
        case .object(let object): text += object.cellDescription
        }
    }

    private static func write(
        _ elements: [Value], labels: [String?]? = nil, _ open: String, _ close: String, to text: inout String, limit: Int
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            if text.utf8.count > limit {
                text += "…"
                break
            }
            if let label = labels?[index] { text += label + ": " }
            element.write(to: &text, isDebug: true, limit: limit)
        }
        text += close
    }

    fileprivate func writeElement(to text: inout String, limit: Int) { write(to: &text, isDebug: true, limit: limit) }
}

extension DictionaryValue {
    fileprivate func write(to text: inout String, limit: Int) {
        guard count > 0 else {
            text += "[:]"
            return
        }
        text += "["
        for (index, (key, value)) in zip(keys, values).enumerated() {
            if index > 0 { text += ", " }
            if text.utf8.count > limit {
                text += "…"
                break
            }
            key.writeElement(to: &text, limit: limit)
            text += ": "
            value.writeElement(to: &text, limit: limit)
        }
        text += "]"
    }
}

extension RangeValue: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        let low = lower?.debugDescription ?? ""
        let high = upper?.debugDescription ?? ""
        return switch kind {
        case .halfOpen: "\(low)..<\(high)"
        case .closed: "\(low)...\(high)"
        case .from: "PartialRangeFrom(\(low)...)"
        case .upTo: "PartialRangeUpTo(..<\(high))"
        case .through: "PartialRangeThrough(...\(high))"
        case .strideTo: "stride(from: \(low), to: \(high), by: \(step?.debugDescription ?? ""))"
        case .strideThrough: "stride(from: \(low), through: \(high), by: \(step?.debugDescription ?? ""))"
        }
    }

    public var debugDescription: String {
        switch kind {
        case .halfOpen: "Range(\(description))"
        case .closed: "ClosedRange(\(description))"
        default: description
        }
    }
}
