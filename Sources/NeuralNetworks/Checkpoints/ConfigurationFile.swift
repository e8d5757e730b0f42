public import JSONValues

/// The `config.json` of a component: values are asked for by key and checked, so that an error names the file, the key, what was expected and what was found.
public struct ConfigurationFile: Sendable {
    public let path: String
    public let members: [String: JSONValue]

    /// A configuration of more bytes is refused: real ones have a few thousand.
    private static let greatestSize = 10_000_000

    /// - Throws: `unreadableFile`, or `malformedConfiguration` where the file is no JSON object.
    public init(path: String) throws {
        let data = try FileContents.whole(path, limit: Self.greatestSize)
        let document: JSONValue
        do {
            // Saved configurations hold Infinity, which strict JSON refuses.
            document = try JSONValue(parsing: data, allowsNonFinite: true)
        } catch {
            throw NeuralNetworksError.malformedConfiguration(path: path, reason: "\(error)")
        }
        guard let members = document.object else {
            throw NeuralNetworksError.malformedConfiguration(path: path, reason: "it is no table of keys")
        }
        self.init(path: path, members: members)
    }

    public init(path: String, members: [String: JSONValue]) {
        self.path = path
        self.members = members
    }

    /// A positive whole number.
    public func count(_ key: String, default standard: Int? = nil) throws -> Int {
        try value(key, standard, "a whole number from 1 to 1,000,000") { $0.int.flatMap { (1...1_000_000).contains($0) ? $0 : nil } }
    }

    public func number(_ key: String, default standard: Double? = nil) throws -> Double {
        try value(key, standard, "a number") { $0.double.flatMap { $0.isFinite ? $0 : nil } }
    }

    public func flag(_ key: String, default standard: Bool) throws -> Bool {
        try value(key, standard, "true or false", \.bool)
    }

    public func text(_ key: String, default standard: String? = nil) throws -> String {
        try value(key, standard, "text", \.string)
    }

    /// A list of positive whole numbers; a single one counts for all of `length`.
    public func counts(_ key: String, length: Int? = nil, default standard: [Int]? = nil) throws -> [Int] {
        let expected = "a whole number from 1 to 1,000,000\(length.map { ", or a list of \($0)" } ?? ", or a list of them")"
        return try value(key, standard, expected) { found in
            let list = found.int.map { Array(repeating: $0, count: length ?? 1) } ?? found.array?.compactMap(\.int)
            guard let list, !list.isEmpty, list.count == found.array?.count ?? list.count, length == nil || list.count == length,
                list.allSatisfy({ (1...1_000_000).contains($0) })
            else { return nil }
            return list
        }
    }

    /// One of a few names.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, default standard: Choice? = nil) throws -> Choice {
        let names = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        return try value(key, standard, names) { $0.string.flatMap(Choice.init(rawValue:)) }
    }

    /// A list of a few names.
    public func choices<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> [Choice] {
        let names = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        return try value(key, nil, "a list of \(names)") { found in
            let list = found.array?.compactMap { $0.string.flatMap(Choice.init(rawValue:)) }
            return list.flatMap { $0.count == found.array?.count && !$0.isEmpty ? $0 : nil }
        }
    }

    /// Refuses any other value than those listed; an absent or null key counts as the first.
    public func require(_ key: String, isOneOf allowed: [JSONValue]) throws {
        guard let found = members[key], !found.isNull, !allowed.contains(found) else { return }
        throw unsupported(key, expected: allowed.map(\.description).joined(separator: " or "), found: found)
    }

    public func unsupported(_ key: String, expected: String, found: JSONValue?) -> NeuralNetworksError {
        .unsupportedConfiguration(path: path, key: key, expected: expected, found: found?.description ?? "absent")
    }

    private func value<Value>(_ key: String, _ standard: Value?, _ expected: String, _ read: (JSONValue) -> Value?) throws -> Value {
        guard let found = members[key], !found.isNull else {
            guard let standard else { throw unsupported(key, expected: expected, found: nil) }
            return standard
        }
        guard let value = read(found) else { throw unsupported(key, expected: expected, found: found) }
        return value
    }
}
