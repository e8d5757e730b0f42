/// How the keys of a file differ from the keys that a network asks for: prefixes that come and go, names of older versions, keys to pass over.
public struct CheckpointKeys: Sendable {
    /// A prefix of the network's keys that a file may leave out.
    public var optionalPrefix: String
    /// Older endings of keys: the network's name, then the file's.
    public var formerNames: [(current: String, former: String)]
    /// Keys that a file may hold and nobody needs, by their ending.
    public var ignoredSuffixes: [String]
    public var squeezesConvolutions: Bool
    private var prefixIsAbsent = false

    public init(
        optionalPrefix: String = "", formerNames: [(current: String, former: String)] = [], ignoredSuffixes: [String] = [],
        squeezesConvolutions: Bool = false
    ) {
        self.optionalPrefix = optionalPrefix
        self.formerNames = formerNames
        self.ignoredSuffixes = ignoredSuffixes
        self.squeezesConvolutions = squeezesConvolutions
    }

    func isIgnored(_ key: String) -> Bool { ignoredSuffixes.contains { key.hasSuffix($0) } }

    /// Decides once, from the file's keys, whether the optional prefix is there.
    func resolved(for keys: some Sequence<String>) -> CheckpointKeys {
        var result = self
        result.prefixIsAbsent = !optionalPrefix.isEmpty && !keys.contains { $0.hasPrefix(optionalPrefix) }
        return result
    }

    /// The names under which the file may hold a key of the network.
    func candidates(for key: String) -> [String] {
        let name = prefixIsAbsent && key.hasPrefix(optionalPrefix) ? String(key.dropFirst(optionalPrefix.count)) : key
        let former = formerNames.compactMap { pair -> String? in
            guard let range = Self.range(of: ".\(pair.current).", in: name) else { return nil }
            return name.replacingCharacters(in: range, with: ".\(pair.former).")
        }
        return [name] + former
    }

    private static func range(of part: String, in whole: String) -> Range<String.Index>? {
        whole.ranges(of: part).last
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with replacement: String) -> String {
        String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
    }
}
