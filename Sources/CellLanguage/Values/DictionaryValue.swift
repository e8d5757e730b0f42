/// A dictionary that keeps the order in which its keys came.
public struct DictionaryValue: @unchecked Sendable {
    private final class Storage {
        var keys: [Value] = []
        var values: [Value] = []
        var places: [Value: Int] = [:]
        var keyType: ValueType?
        var valueType: ValueType?
        var depth = 1

        func copy() -> Storage {
            let copy = Storage()
            (copy.keys, copy.values, copy.places) = (keys, values, places)
            (copy.keyType, copy.valueType, copy.depth) = (keyType, valueType, depth)
            return copy
        }
    }

    private var storage = Storage()

    public init(keyType: ValueType? = nil, valueType: ValueType? = nil) {
        storage.keyType = keyType
        storage.valueType = valueType
    }

    public var keys: [Value] { storage.keys }
    public var values: [Value] { storage.values }
    public var count: Int { storage.keys.count }
    public var keyType: ValueType? { storage.keyType ?? storage.keys.first?.type }
    public var valueType: ValueType? { storage.valueType ?? storage.values.first?.type }
    var declaredValueType: ValueType? { storage.valueType }
    var declaredKeyType: ValueType? { storage.keyType }
    var depth: Int { storage.depth }

    public subscript(key: Value) -> Value? { storage.places[key].map { storage.values[$0] } }

    /// Sets a value; a new key comes last.
    public mutating func set(_ key: Value, _ value: Value) {
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
        storage.depth = max(storage.depth, value.depth + 1, key.depth + 1)
        if let place = storage.places[key] {
            storage.values[place] = value
        } else {
            storage.places[key] = storage.keys.count
            storage.keys.append(key)
            storage.values.append(value)
        }
    }

    /// Takes a value out, so that it can be changed without a copy; it must be set again.
    mutating func takeOut(_ key: Value) -> Value? {
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
        guard let place = storage.places[key] else { return nil }
        let value = storage.values[place]
        storage.values[place] = .nothing
        return value
    }

    @discardableResult
    mutating func remove(_ key: Value) -> Value? {
        guard let place = storage.places[key] else { return nil }
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
        storage.places[key] = nil
        storage.keys.remove(at: place)
        for index in place..<storage.keys.count { storage.places[storage.keys[index]] = index }
        return storage.values.remove(at: place)
    }

    /// A key widened to the type of the others.
    func adaptedKey(_ key: Value) throws(CellError) -> Value {
        guard key.isHashable else { throw CellError(.type, "a value of type \(key.type) can't be a key of a dictionary") }
        guard let type = keyType else { return key }
        return try type.coerced(key, as: "a key of a dictionary of \(type)")
    }

    func adaptedValue(_ value: Value) throws(CellError) -> Value {
        guard let type = valueType else { return value }
        return try type.coerced(value, as: "a value of a dictionary of \(type)")
    }

    /// The pairs as `(key:, value:)` tuples, in order.
    var pairs: [Value] {
        zip(keys, values).map { .labelled(["key": $0, "value": $1]) }
    }
}
