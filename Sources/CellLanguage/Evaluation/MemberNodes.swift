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
            if object.cellElements != nil, let property = ArrayMembers.table.properties[name] { return try property.get(value.asCollection) }
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
        let translation = Self.foreignNames[name].flatMap { own in memberNames.contains { own.hasPrefix($0) } ? "; Swift writes '.\(own)'" : nil }
        let hint = translation ?? NearMiss.hint(for: name, among: memberNames)
        return CellError(.name, "a value of type \(type) has no member '\(name)'\(hint)")
    }

    /// What people of other languages write.
    private static let foreignNames = [
        "sum": "reduce(0, +)", "length": "count", "size": "count", "len": "count", "push": "append(…)", "add": "append(…)", "extend": "append(contentsOf: …)",
        "pop": "removeLast()", "upper": "uppercased()", "lower": "lowercased()", "strip": "trimmed()", "replace": "replacing(_:with:)",
        "startswith": "hasPrefix(…)", "endswith": "hasSuffix(…)", "join": "joined(separator: …)", "index": "firstIndex(of: …)", "includes": "contains(…)",
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

/// `value.name(…)`
final class MethodCallNode: Node {
    private let base: Node
    private let name: Name
    private let arguments: ArgumentNodes

    init(_ base: Node, _ name: Name, _ arguments: ArgumentNodes, _ range: SourceRange) {
        self.base = base
        self.name = name
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        try arguments.call(method: name, of: try base.evaluate(frame), frame, callRange: range)
    }
}

extension ArgumentNodes {
    func call(method name: Name, of receiver: Value, _ frame: Frame, callRange: SourceRange) throws(CellError) -> Value {
        if let methods = receiver.methods(name.text) {
            if case .object(let object) = receiver, object.cellType.methods(name.text) == nil {
                return try call(methods, receiver: receiver.asCollection, frame)
            }
            return try call(methods, receiver: receiver, frame)
        }
        if case .type(let type) = receiver {
            if let functions = frame.execution.library.functions["\(type).\(name.text)"] { return try call(functions, receiver: nil, frame) }
            if case .enumeration(let type) = type { return try enumerationCase(name, of: type, frame) }
        }
        let member: Value
        do { member = try receiver.member(name.text) } catch { throw methodError(error, receiver, name).located(name.range) }
        return try call(member, from: name.range, frame, callRange: callRange)
    }

    private func methodError(_ error: CellError, _ receiver: Value, _ name: Name) -> CellError {
        guard receiver.isOptional, !receiver.isNil, receiver.unwrapped.methods(name.text) != nil else { return error }
        return CellError(.type, "the value is optional (\(receiver.type)); write '?.\(name.text)(…)', or '!.\(name.text)(…)' where it can't be nil")
    }

    private func enumerationCase(_ name: Name, of type: EnumerationType, _ frame: Frame) throws(CellError) -> Value {
        let values = try evaluate(frame)
        let value = EnumerationValue(name.text, arguments: zip(given, values).map { ($0.label?.text, $1) })
        guard let resolved = type.resolved(value) else { throw CellError(.argument, type.mismatch(value), at: name.range) }
        return .enumeration(resolved)
    }
}

/// `value[key]` and `value[key, default: other]`
final class ElementNode: Node {
    private let base: Node
    private let key: Node
    private let fallback: Node?

    init(_ base: Node, _ key: Node, fallback: Node?, _ range: SourceRange) {
        self.base = base
        self.key = key
        self.fallback = fallback
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try base.evaluate(frame)
        let key = try key.evaluate(frame)
        if case .array(let array) = value, case .int(let index) = key, index >= 0, index < array.count { return array[index] }
        do throws(CellError) {
            let element = try value.element(key)
            guard let fallback else { return element }
            guard case .dictionary(let dictionary) = value else { throw CellError(.argument, "only a dictionary takes 'default:' in its subscript") }
            return element.isNil ? try dictionary.adaptedValue(fallback.evaluate(frame)) : element.unwrapped
        } catch { throw error.located(self.key.range) }
    }
}

extension Value {
    /// The value of a subscript.
    func element(_ key: Value) throws(CellError) -> Value {
        switch (self, key) {
        case (.array(let array), .int(let index)):
            guard index >= 0, index < array.count else { throw CellError.indexOutOfRange(index, count: array.count) }
            return array[index]
        case (.array(let array), .range(let range)):
            return .array(ArrayValue(Array(array.elements[try range.places(in: array.count)]), of: array.declaredElementType))
        case (.dictionary(let dictionary), _):
            return dictionary[try dictionary.adaptedKey(key)]?.wrapped ?? .nil
        case (.object(let object), _): return try Self.element(key, of: object, self)
        case (.string, _): throw CellError(.type, "a String has no subscript; use prefix(_:), suffix(_:) or Array(text)[…]")
        case (.range(let range), .int(let index)):
            guard let count = range.count, index >= 0, index < count else { throw CellError.indexOutOfRange(index, count: range.count ?? 0) }
            return range.value(at: index)
        case (.nil, _), (.optional, _): throw CellError.needsUnwrapping(self)
        case (.array, _): throw CellError(.type, "a subscript of an array is an Int or a range of Int, not \(key.type)")
        default: throw CellError(.type, "a value of type \(type) has no subscript")
        }
    }

    private static func element(_ key: Value, of object: any CellObject, _ value: Value) throws(CellError) -> Value {
        do {
            if let element = try object.cellElement(key) { return element }
        } catch { throw CellError(hostError: error) }
        guard object.cellElements != nil else { throw CellError(.type, "a value of type \(value.type) has no subscript") }
        return try value.asCollection.element(key)
    }
}

extension CellError {
    static func indexOutOfRange(_ index: Int, count: Int) -> CellError {
        CellError(.index, count == 0 ? "the index \(index) is out of range: the collection is empty" : "the index \(index) is out of range 0..<\(count)")
    }
}
