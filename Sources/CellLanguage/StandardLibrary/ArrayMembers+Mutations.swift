extension ArrayMembers {
    /// Changes the list in place; the body must check everything before it changes anything.
    private static func update<Result>(_ value: inout Value, _ body: (inout ArrayValue) throws(CellError) -> Result) throws(CellError)
        -> Result
    {
        guard case .array(var array) = value else { throw CellError(.type, "a value of type \(value.type) is no array") }
        value = .nothing
        defer { value = .array(array) }
        return try body(&array)
    }

    private static func checkIndex(_ index: Int, _ limit: Int) throws(CellError) {
        guard index >= 0, index < limit else { throw CellError.indexOutOfRange(index, count: limit) }
    }

    static let mutations: [NativeFunction] = [
        NativeFunction(mutating: "append", [.positional("element", .any)], "Adds an element at the end.") { value, call in
            let element = call.value("element") ?? .nil
            try update(&value) { (array) throws(CellError) in
                try Limits.checkGrowth(to: array.count + 1)
                let element = try array.adapted(element)
                try array.noteDepth(of: element)
                try array.update { (elements) throws(CellError) in elements.append(element) }
            }
            return .nothing
        },
        NativeFunction(
            mutating: "append", [Parameter(name: "others", label: "contentsOf", type: .any)], "Adds the elements of another collection."
        ) { value, call in
            try value.append(contentsOf: .list(try (call.value("others") ?? .nil).elements()))
            return .nothing
        },
        NativeFunction(
            mutating: "insert", [.positional("element", .any), Parameter(name: "index", label: "at", type: .int)],
            "Adds an element at a place."
        ) { value, call in
            let (element, index) = (call.value("element") ?? .nil, try call.int("index"))
            try update(&value) { (array) throws(CellError) in
                try Limits.checkElements(array.count + 1)
                guard index >= 0, index <= array.count else {
                    throw CellError(.index, "the index \(index) is out of range 0...\(array.count)")
                }
                let element = try array.adapted(element)
                try array.noteDepth(of: element)
                try array.update { (elements) throws(CellError) in elements.insert(element, at: index) }
            }
            return .nothing
        },
        NativeFunction(
            mutating: "insert",
            [Parameter(name: "others", label: "contentsOf", type: .any), Parameter(name: "index", label: "at", type: .int)],
            "Adds the elements of another collection at a place."
        ) { value, call in
            guard case .array(let array) = value else { return .nothing }
            let (others, index) = (try (call.value("others") ?? .nil).elements(), try call.int("index"))
            guard index >= 0, index <= array.count else { throw CellError(.index, "the index \(index) is out of range 0...\(array.count)") }
            try Limits.checkElements(array.count + others.count)
            var (elements, turns) = ([Value](), Turns())
            elements.reserveCapacity(array.count + others.count)
            try elements.append(inPieces: array.elements[..<index])
            for other in others {
                try turns.next()
                elements.append(try array.adapted(other))
            }
            try elements.append(inPieces: array.elements[index...])
            value = try Value.array(ArrayValue(elements, of: array.declaredElementType)).checkedDepth()
            return .nothing
        },
        NativeFunction(mutating: "swapAt", [.positional("first", .int), .positional("second", .int)], "Exchanges two elements.") {
            value, call in
            let (first, second) = (try call.int("first"), try call.int("second"))
            try update(&value) { (array) throws(CellError) in
                try checkIndex(first, array.count)
                try checkIndex(second, array.count)
                try array.update { (elements) throws(CellError) in elements.swapAt(first, second) }
            }
            return .nothing
        },
        NativeFunction(mutating: "reverse", [], "Turns the order of the elements around.") { value, _ in
            try update(&value) { (array) throws(CellError) in try array.update { (elements) throws(CellError) in elements.reverse() } }
            return .nothing
        },
        NativeFunction(mutating: "sort", [], "Puts the elements in order.") { value, call in
            guard case .array(let array) = value else { return .nothing }
            value = .array(ArrayValue(try sorted(array.elements, call), of: array.declaredElementType))
            return .nothing
        },
        NativeFunction(
            mutating: "sort", [Parameter(name: "areInOrder", label: "by", type: .function([.any, .any], .bool))],
            "Puts the elements in the order that a closure gives."
        ) { value, call in
            guard case .array(let array) = value else { return .nothing }
            value = .array(ArrayValue(try sorted(array.elements, call, by: try call.function("areInOrder")), of: array.declaredElementType))
            return .nothing
        },
        NativeFunction(mutating: "shuffle", [.named("seed", .optional(.int), default: .nil)], "Puts the elements in an order by chance.") {
            value, call in
            guard case .array(let array) = value else { return .nothing }
            value = .array(ArrayValue(try shuffled(array.elements, call), of: array.declaredElementType))
            return .nothing
        },
    ]

    static let removals: [NativeFunction] = [
        NativeFunction(
            mutating: "remove", [Parameter(name: "index", label: "at", type: .int)], result: .any,
            "Takes the element at a place away and gives it."
        ) { value, call in
            let index = try call.int("index")
            return try update(&value) { (array) throws(CellError) in
                try checkIndex(index, array.count)
                return try array.update { (elements) throws(CellError) in elements.remove(at: index) }
            }
        },
        NativeFunction(mutating: "removeSubrange", [.positional("range", .any)], "Takes the elements of a range away.") { value, call in
            guard case .array(let array) = value else { return .nothing }
            let range = try call.rangeValue("range").places(in: array.count)
            var elements = array.elements
            elements.removeSubrange(range)
            value = .array(ArrayValue(elements, of: array.declaredElementType))
            return .nothing
        },
        trimming("removeLast", "Takes the last elements away.") { $0.dropLast($1) },
        trimming("removeFirst", "Takes the first elements away.") { $0.dropFirst($1) },
        removal("removeLast", "Takes the last element away and gives it.") { $0.count - 1 },
        removal("removeFirst", "Takes the first element away and gives it.") { _ in 0 },
        NativeFunction(mutating: "popLast", [], result: .optional(.any), "Takes the last element away, if there is one.") { value, _ in
            try update(&value) { (array) throws(CellError) in try array.update { (elements) throws(CellError) in elements.popLast() } }
                ?? .nil
        },
        NativeFunction(mutating: "removeAll", [], "Takes all elements away.") { value, _ in
            guard case .array(let array) = value else { return .nothing }
            value = .array(ArrayValue([], of: array.declaredElementType ?? array.elementType))
            return .nothing
        },
        NativeFunction(mutating: "removeAll", [test("test", label: "where")], "Takes away the elements for which a closure gives true.") {
            value, call in
            guard case .array(let array) = value else { return .nothing }
            let test = try call.function("test")
            value = .array(
                ArrayValue(try array.elements.filter { try !isTrue(try call.invoke(test, [$0])) }, of: array.declaredElementType))
            return .nothing
        },
    ]

    private static func trimming(_ name: String, _ text: String, _ rest: @escaping @Sendable ([Value], Int) -> ArraySlice<Value>)
        -> NativeFunction
    {
        NativeFunction(mutating: name, [.positional("count", .int, in: .atLeast(0))], text) { value, call in
            guard case .array(let array) = value else { return .nothing }
            let count = try call.int("count")
            guard count <= array.count else { throw call.error("count", "there are only \(array.count) elements to take away") }
            value = .array(ArrayValue(Array(rest(array.elements, count)), of: array.declaredElementType))
            return .nothing
        }
    }

    private static func removal(_ name: String, _ text: String, at place: @escaping @Sendable (ArrayValue) -> Int) -> NativeFunction {
        NativeFunction(mutating: name, [], result: .any, text) { value, _ in
            try update(&value) { (array) throws(CellError) in
                guard array.count > 0 else { throw CellError(.index, "the array is empty; there is nothing to take away") }
                let index = place(array)
                return try array.update { (elements) throws(CellError) in elements.remove(at: index) }
            }
        }
    }
}
