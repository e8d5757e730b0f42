/// `value.name`
final class MemberNode: Node {
    private let base: Node
    private let name: Name

    init(_ base: Node, _ name: Name, _ range: SourceRange) {
        self.base = base
        self.name = name
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try base.evaluate(frame)
        do { return try value.member(name.text) } catch { throw error.located(name.range) }
    }
}

extension Value {
    /// The value of a property.
    func member(_ name: String) throws(CellError) -> Value {
        switch self {
        case .tuple(let tuple):
            guard let index = tuple.index(of: name) else { throw unknownMember(name) }
            return tuple.elements[index]
        case .object(let object): return try Self.member(name, of: object, self)
        case .type(let type): return try type.staticMember(name)
        case .nil, .optional:
            if let value = unwrapped.isNil ? nil : try? unwrapped.member(name) {
                _ = value
                throw CellError(.type, "the value is optional (\(type)); write '?.\(name)', or '!.\(name)' where it can't be nil")
            }
            throw CellError.needsUnwrapping(self)
        case .enumeration(let value):
            guard let argument = value.argument(name) else { throw unknownMember(name) }
            return argument
        default:
            guard let property = MemberTable.table(for: self)?.properties[name] else { throw unknownMember(name) }
            return try property.get(self)
        }
    }

    private static func member(_ name: String, of object: any CellObject, _ value: Value) throws(CellError) -> Value {
        guard let property = object.cellType.property(name) else {
            if object.cellElements != nil, let property = ArrayMembers.table.properties[name] {
                return try property.get(value.asCollection)
            }
            throw value.unknownMember(name)
        }
        do {
            let member = try object.cellProperty(name)
            if case .optional = property.type { return member.wrapped }
            return property.type.coerced(member) ?? member
        } catch { throw CellError(hostError: error) }
    }

    /// An object that is a collection, as a list; other values as they are.
    var asCollection: Value {
        if case .object(let object) = self, let elements = object.cellElements { return .list(elements) }
        return self
    }

    /// The names after the dot, for near misses.
    var memberNames: [String] {
        switch self {
        case .tuple(let tuple): return tuple.labels.compactMap { $0 } + tuple.elements.indices.map(String.init)
        case .object(let object):
            let own = object.cellType.properties.map(\.name) + object.cellType.methods.map(\.name)
            return own + (object.cellElements == nil ? [] : ArrayMembers.table.names)
        case .enumeration(let value): return value.arguments.compactMap(\.label)
        default: return MemberTable.table(for: self)?.names ?? []
        }
    }

    func unknownMember(_ name: String) -> CellError {
        if hasMethod(name) { return CellError(.type, "'\(name)' is a method; call it with brackets: '.\(name)(…)'") }
        if case .dictionary(let dictionary) = self, dictionary[.string(name)] != nil {
            return CellError(.name, "a dictionary's values are found by their keys: write [\"\(name)\"]")
        }
        let translation = Self.foreignNames[name].flatMap { own in
            memberNames.contains { own.hasPrefix($0) } ? "; Swift writes '.\(own)'" : nil
        }
        let hint = translation ?? NearMiss.hint(for: name, among: memberNames)
        return CellError(.name, "a value of type \(type) has no member '\(name)'\(hint)")
    }

    /// What people of other languages write.
    private static let foreignNames = [
        "sum": "reduce(0, +)", "length": "count", "size": "count", "len": "count", "push": "append(…)", "add": "append(…)",
        "extend": "append(contentsOf: …)",
        "pop": "removeLast()", "upper": "uppercased()", "lower": "lowercased()", "strip": "trimmed()", "replace": "replacing(_:with:)",
        "startswith": "hasPrefix(…)", "endswith": "hasSuffix(…)", "join": "joined(separator: …)", "index": "firstIndex(of: …)",
        "includes": "contains(…)",
    ]

    private func hasMethod(_ name: String) -> Bool {
        if case .object(let object) = self, object.cellType.methods(name) != nil { return true }
        return MemberTable.table(for: asCollection)?.methods[name] != nil
    }

    /// The overloads of a method.
    func methods(_ name: String) -> [NativeFunction]? {
        if case .object(let object) = self {
            if let methods = object.cellType.methods(name) { return methods }
            return object.cellElements == nil ? nil : ArrayMembers.table.methods[name]
        }
        return MemberTable.table(for: self)?.methods[name]
    }
}

extension ValueType {
    /// `Double.pi`, or a case of an enumeration by its full name.
    func staticMember(_ name: String) throws(CellError) -> Value {
        if let value = NumericConstants.value(name, of: self) { return value }
        if case .enumeration(let type) = self {
            guard let value = type.resolved(EnumerationValue(name)) else { throw CellError(.name, type.mismatch(EnumerationValue(name))) }
            return .enumeration(value)
        }
        let hint = NearMiss.hint(for: name, among: NumericConstants.all(of: self).map(\.name))
        throw CellError(.name, "the type \(self) has no member '\(name)'\(hint)")
    }
}
