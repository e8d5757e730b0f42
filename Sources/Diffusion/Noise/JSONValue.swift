import FoundationEssentials

/// A value of a JSON file, read leniently: Python writes `-Infinity` and `NaN`, which strict JSON refuses.
enum JSONValue: Decodable, Equatable, Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The keys and values of a JSON object in `data`, the contents of `file`.
    ///
    /// Throws: ``DiffusionError/malformedFile(file:reason:)``.
    static func object(in data: Data, of file: String) throws -> [String: JSONValue] {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let value: JSONValue
        do {
            value = try decoder.decode(JSONValue.self, from: data)
        } catch {
            throw DiffusionError.malformedFile(file: file, reason: "it is not JSON (\(Self.reason(of: error)))")
        }
        guard case .object(let object) = value else {
            throw DiffusionError.malformedFile(file: file, reason: "it holds \(value), not an object with keys and values")
        }
        return object
    }

    private static func reason(of error: any Error) -> String {
        guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
        return context.underlyingError.map { "\($0)" } ?? context.debugDescription
    }

    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
        case .string(let value): "\"\(value)\""
        case .array(let values): "a list of \(values.count) values"
        case .object(let values): "an object with \(values.count) keys"
        }
    }
}
