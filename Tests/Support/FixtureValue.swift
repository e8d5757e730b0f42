package import Foundation

/// A JSON value of a manifest. Members that aren't there and values of another kind read as nil; the strings "inf", "-inf" and "nan"
/// also read as numbers.
package enum FixtureValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number as it is written.
    case number(Decimal)
    case string(String)
    case array([FixtureValue])
    case object([String: FixtureValue])

    package init(json: Data) throws {
        self = try JSONDecoder().decode(FixtureValue.self, from: json)
    }

    package subscript(_ key: String) -> FixtureValue { object?[key] ?? .null }
    package subscript(_ index: Int) -> FixtureValue {
        guard let array, array.indices.contains(index) else { return .null }
        return array[index]
    }

    package var isNull: Bool { self == .null }
    package var object: [String: FixtureValue]? { if case .object(let value) = self { value } else { nil } }
    package var array: [FixtureValue]? { if case .array(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    package var double: Double? {
        switch self {
        case .number(let value): Double("\(value)")
        case .string("inf"): .infinity
        case .string("-inf"): -.infinity
        case .string("nan"): .nan
        default: nil
        }
    }

    package var float: Float? { double.map { Float($0) } }

    package var int: Int? {
        guard case .number(let value) = self else { return nil }
        return Int("\(value)") ?? double.flatMap { Int(exactly: $0) }
    }

    package var ints: [Int]? { array?.compactMap(\.int) }
    package var doubles: [Double]? { array?.compactMap(\.double) }
    package var strings: [String]? { array?.compactMap(\.string) }
}

extension FixtureValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([FixtureValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: FixtureValue].self))
        }
    }
}
