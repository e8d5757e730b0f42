/// What stands left of `=` or before a mutating method: a variable and the way into its value.
final class AssignmentPath {
    enum Step {
        case key(Node, fallback: Node?)
        case member(Name)
        /// `!`
        case forced(SourceRange)
        /// `?`
        case optional
    }

    /// A step whose operands are known.
    enum Place {
        case key(Value, fallback: Value?, SourceRange)
        case member(Name)
        case forced(SourceRange)
        case optional
    }

    let name: String
    let reference: VariableReference
    let steps: [Step]
    let range: SourceRange
    /// The declared type of a local variable; a global one knows its own.
    private let declaredType: ValueType?
    /// A constant that was declared without a value may get one, once.
    private let isDeferredConstant: Bool

    init(
        name: String, reference: VariableReference, steps: [Step], declaredType: ValueType?, isDeferredConstant: Bool, _ range: SourceRange
    ) {
        self.name = name
        self.reference = reference
        self.steps = steps
        self.declaredType = declaredType
        self.isDeferredConstant = isDeferredConstant
        self.range = range
    }

    /// A variable that may be written without looking at its declaration again.
    var isPlainVariable: Bool {
        if case .global(let variable) = reference { return variable.isDeclared && !variable.isConstant }
        return !isDeferredConstant
    }

    func places(_ frame: Frame) throws(CellError) -> [Place] {
        if steps.isEmpty { return [] }
        var places: [Place] = []
        for step in steps {
            switch step {
            case .key(let node, let fallback):
                places.append(.key(try node.evaluate(frame), fallback: try fallback?.evaluate(frame), node.range))
            case .member(let name): places.append(.member(name))
            case .forced(let range): places.append(.forced(range))
            case .optional: places.append(.optional)
            }
        }
        return places
    }

    /// Sets the variable itself, widening the value to its type.
    func assign(_ value: Value, _ frame: Frame) throws(CellError) {
        let old = frame.read(reference)
        var type = declaredType
        if case .global(let variable) = reference {
            try check(variable, old)
            type = variable.declaredType
        } else if isDeferredConstant, !old.isNothing {
            throw CellError(.name, "'\(name)' is a 'let' constant and has its value already", at: range)
        }
        let new: Value
        if let type { new = try type.coerced(value, as: "'\(name)'") } else { new = try value.adapted(to: old, of: name) }
        frame.write(new, to: reference)
    }

    private func check(_ variable: GlobalVariable, _ old: Value) throws(CellError) {
        guard variable.isDeclared else { throw CellError(.name, "'\(name)' is used before it is declared", at: range) }
        if variable.isConstant, !(variable.isDeferred && old.isNothing) {
            throw CellError(.name, "'\(name)' is a 'let' constant; declare it with 'var' to change it", at: range)
        }
    }

    /// Changes the value at the end of the path in place. The body must either succeed or leave the value as it was.
    ///
    /// - Returns: false where an optional on the way is `nil`.
    func modify(_ places: [Place], _ frame: Frame, _ body: (inout Value) throws(CellError) -> Void) throws(CellError) -> Bool {
        if case .global(let variable) = reference { try check(variable, .nil) }
        var value = frame.take(reference)
        defer { frame.write(value, to: reference) }
        if value.isNothing {
            throw CellError(.name, "'\(name)' has no value here: it is used before it gets one, or while it is being changed", at: range)
        }
        return try value.modify(places[...], body)
    }

    /// The value at the end of the path; `nil` where an optional on the way is `nil`.
    func read(_ places: [Place], _ frame: Frame) throws(CellError) -> Value? {
        var value = frame.read(reference)
        for place in places {
            switch place {
            case .key(let key, let fallback, let range):
                do {
                    value = try value.element(key)
                    if let fallback { value = value.isNil ? fallback : value.unwrapped }
                } catch { throw error.located(range) }
            case .member(let name):
                do { value = try value.member(name.text) } catch { throw error.located(name.range) }
            case .forced, .optional:
                if value.isNil { return nil }
                value = value.unwrapped
            }
        }
        return value
    }
}

extension Value {
    /// Goes down the path, changes what is there, and puts everything back on the way up, also when the change fails.
    mutating func modify(_ places: ArraySlice<AssignmentPath.Place>, _ body: (inout Value) throws(CellError) -> Void) throws(CellError)
        -> Bool
    {
        guard let place = places.first else {
            try body(&self)
            return true
        }
        let rest = places.dropFirst()
        switch place {
        case .key(let key, let fallback, let range):
            do { return try modifyElement(key, fallback, rest, body) } catch { throw error.located(range) }
        case .member(let name):
            do { return try modifyMember(name.text, rest, body) } catch { throw error.located(name.range) }
        case .forced(let range):
            if isNil { throw CellError(.unwrap, "the value is nil; there is nothing to unwrap", at: range) }
        case .optional:
            if isNil { return false }
        }
        var inner = unwrapped
        self = .nothing
        defer { self = inner.wrapped }
        return try inner.modify(rest, body)
    }

    private mutating func modifyElement(
        _ key: Value, _ fallback: Value?, _ rest: ArraySlice<AssignmentPath.Place>, _ body: (inout Value) throws(CellError) -> Void
    ) throws(CellError) -> Bool {
        // No 'switch' over self: it would hold a second reference, and every change would copy.
        if case .array = self { return try modifyElement(at: key, rest, body) }
        if case .dictionary = self { return try modifyEntry(key, fallback, rest, body) }
        if isOptional { throw CellError.needsUnwrapping(self) }
        if case .string = self { throw CellError(.type, "the characters of a String can't be set; build a new String") }
        throw CellError(.type, "elements of a value of type \(type) can't be changed")
    }

    private mutating func modifyElement(
        at key: Value, _ rest: ArraySlice<AssignmentPath.Place>, _ body: (inout Value) throws(CellError) -> Void
    ) throws(CellError) -> Bool {
        guard case .int(let index) = key else {
            throw CellError(.type, "elements are changed one by one; a subscript on the left is an Int, not \(key.type)")
        }
        guard case .array(var array) = self else { return false }
        guard index >= 0, index < array.count else { throw CellError.indexOutOfRange(index, count: array.count) }
        self = .nothing
        defer { self = .array(array) }
        var element = Value.nothing
        try array.update { (elements) throws(CellError) in swap(&element, &elements[index]) }
        let old = element.isContainer ? nil : element
        do {
            let isDone = try element.modify(rest, body)
            if let old { element = try array.adapted(element, insteadOf: old) }
            try array.noteDepth(of: element)
            try array.update { (elements) throws(CellError) in elements[index] = element }
            return isDone
        } catch {
            try array.update { (elements) throws(CellError) in elements[index] = old ?? element }
            throw error
        }
    }

    private var isContainer: Bool { depth > 0 }

    private mutating func modifyEntry(
        _ key: Value, _ fallback: Value?, _ rest: ArraySlice<AssignmentPath.Place>, _ body: (inout Value) throws(CellError) -> Void
    ) throws(CellError) -> Bool {
        guard case .dictionary(var dictionary) = self else { return false }
        let key = try dictionary.adaptedKey(key)
        let fallback = try fallback.map { (value) throws(CellError) in try dictionary.adaptedValue(value) }
        try Limits.checkGrowth(to: dictionary.count + 1)
        self = .nothing
        defer { self = .dictionary(dictionary) }
        let isOptional = fallback == nil
        let holdsContainer = dictionary[key]?.isContainer ?? false
        // The dictionary lets go of a container, so that it can be changed without a copy.
        let backup = holdsContainer ? nil : dictionary[key]
        var entry = (holdsContainer ? dictionary.takeOut(key) : backup) ?? fallback ?? .nil
        if isOptional { entry = entry.wrapped }
        do {
            guard try entry.modify(rest, body) else {
                if holdsContainer { dictionary.set(key, entry.unwrapped) }
                return false
            }
            if isOptional, entry.isNil {
                dictionary.remove(key)
            } else {
                let value = dictionary.declaredValueType?.isOptional == true ? entry : entry.unwrapped
                dictionary.set(key, try holdsContainer ? value : dictionary.adaptedValue(value))
                _ = try Value.dictionary(dictionary).checkedDepth()
            }
            return true
        } catch {
            if let backup { dictionary.set(key, backup) } else if holdsContainer { dictionary.set(key, entry.unwrapped) }
            throw error
        }
    }

    private mutating func modifyMember(
        _ name: String, _ rest: ArraySlice<AssignmentPath.Place>, _ body: (inout Value) throws(CellError) -> Void
    ) throws(CellError) -> Bool {
        switch self {
        case .tuple(let tuple):
            guard let index = tuple.index(of: name) else { throw unknownMember(name) }
            var element = tuple.elements[index]
            guard try element.modify(rest, body) else { return false }
            self = try Value.tuple(tuple.replacing(index, with: element.adapted(to: tuple.elements[index], of: name))).checkedDepth()
            return true
        case .nil, .optional: throw CellError.needsUnwrapping(self)
        default:
            _ = try member(name)
            throw CellError(.type, "'\(name)' of a value of type \(type) can't be changed")
        }
    }

    /// The value as the next one of a variable: widened to the type that the variable has by its old one.
    func adapted(to old: Value, of name: String) throws(CellError) -> Value {
        switch (old, self) {
        case (.int, .int), (.double, .double), (.bool, .bool), (.string, .string), (.nothing, _), (.function, .function): return self
        case (.double, .int(let value)): return .double(Double(value))
        case (.nil, _): return wrapped
        case (.optional(let inner), _): return isNil ? self : try unwrapped.adapted(to: inner, of: name).wrapped
        case (.int, .double):
            throw CellError(.type, "'\(name)' is an Int and can't hold \(debugDescription); declare it as Double, or convert with Int(…)")
        case (.array(let array), .array(let new)):
            guard let wanted = array.elementType, wanted != .any, let given = new.elementType,
                given != wanted || array.declaredElementType != nil
            else {
                return new.count == 0 && array.declaredElementType != nil ? .array(new.retyped(array.declaredElementType)) : self
            }
            return try ValueType.array(wanted).coerced(self, as: "'\(name)'")
        case (.dictionary(let dictionary), .dictionary):
            guard dictionary.declaredKeyType != nil else { return self }
            return try old.type.coerced(self, as: "'\(name)'")
        case (.object(let a), .object(let b)) where a.cellType.name == b.cellType.name: return self
        default:
            guard old.kind == kind, !isOptional, kind != .object else {
                throw CellError(.type, "'\(name)' is of type \(old.type) and can't hold a value of type \(type)")
            }
            return self
        }
    }
}

extension ArrayValue {
    /// The next value of an element: widened to the declared type or to the type of the old one.
    func adapted(_ element: Value, insteadOf old: Value) throws(CellError) -> Value {
        if let type = declaredElementType { return try type.coerced(element, as: "an element of an array of \(type)") }
        return try element.adapted(to: old, of: "the element")
    }
}
