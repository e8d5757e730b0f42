import FoundationEssentials

// Names, and what may be made with them.
extension PickleReader {
    /// A name of at most this many bytes is looked at.
    private static let longestName = 256

    mutating func pushGlobal(_ instruction: PickleInstruction) throws {
        let (module, name): (Range<Int>, Range<Int>)
        if instruction == .global {
            (module, name) = (try line(), try line())
        } else {
            guard case .text(let last) = try pop(), case .text(let first) = try pop() else { throw malformed() }
            (module, name) = (first, last)
        }
        stack.append(.global(try global(module: module, name: name)))
    }

    private func global(module: Range<Int>, name: Range<Int>) throws -> PickleGlobal {
        guard module.count <= Self.longestName, name.count <= Self.longestName else { throw malformed() }
        let full = "\(document.stream.text(module)).\(document.stream.text(name))"
        guard let global = PickleGlobal(full) else { throw PickleFailure.refused(name: full) }
        return global
    }

    /// Instructions that would call something by another way.
    mutating func refusal(of instruction: PickleInstruction) throws -> PickleFailure {
        guard instruction == .inst else { return .refused(name: "the pickle instruction '\(instruction)'") }
        let (module, name) = (try line(), try line())
        guard module.count <= Self.longestName, name.count <= Self.longestName else { return malformed() }
        return .refused(name: "\(document.stream.text(module)).\(document.stream.text(name))")
    }

    /// `("storage", type, key, place, count)`, and in files before PyTorch 1.6 a view, which those of the last years leave empty.
    mutating func storage(of identifier: PickleValue) throws -> PickleValue {
        guard let parts = document.items(identifier), (5...6).contains(parts.count), document.text(parts[0]) == "storage",
            case .global(.storage(let type)) = parts[1], let key = document.text(parts[2]), key.utf8.count <= Self.longestName,
            let count = document.natural(parts[4])
        else { throw PickleFailure.malformed("its pickle refers to something that is no storage of PyTorch") }
        if parts.count == 6, case .none = parts[5] {
        } else if parts.count == 6 {
            throw PickleFailure.malformed("it was written by a PyTorch before 1.0 (storages within storages); save it anew with a later one")
        }
        document.storages.append(.init(type: type, key: key, count: count))
        return .storage(document.storages.count - 1)
    }

    /// What a call would give.
    mutating func construct(_ instruction: PickleInstruction) throws {
        if instruction == .newObjectEx { _ = try pop() }
        let (arguments, callee) = (try pop(), try pop())
        guard case .global(let global) = callee, let items = document.items(arguments) else { throw malformed() }
        switch global {
        case .rebuildTensor: try pushTensor(items)
        case .rebuildParameter:
            guard let first = items.first, case .tensor = first else { throw malformed() }
            stack.append(first)
        case .orderedDictionary, .parameterDictionary: try pushDictionary(of: items)
        case .size:
            guard let first = items.first, document.items(first) != nil else { throw malformed() }
            stack.append(first)
        case .unused: stack.append(.opaque)
        case .storage: throw malformed()
        }
    }

    /// Python 2 gives an ordered dictionary its members as a list of pairs.
    private mutating func pushDictionary(of items: [PickleValue]) throws {
        guard let first = items.first else { return pushDictionary([]) }
        guard let pairs = document.items(first) else { throw malformed() }
        try spend(pairs.count)
        pushDictionary(
            try pairs.map { pair in
                guard let parts = document.items(pair), parts.count == 2 else { throw malformed() }
                return (parts[0], parts[1])
            })
    }

    /// `(storage, offset, size, stride, …)`; what follows is about training.
    private mutating func pushTensor(_ items: [PickleValue]) throws {
        guard items.count >= 4, case .storage(let storage) = items[0], let offset = document.natural(items[1]),
            let shape = document.naturals(items[2]), let strides = document.naturals(items[3]), shape.count == strides.count
        else { throw PickleFailure.malformed("its pickle describes a tensor that can't be") }
        document.tensors.append(.init(storage: storage, offset: offset, shape: shape, strides: strides))
        stack.append(.tensor(document.tensors.count - 1))
    }

    /// The state of an object: only that of a dictionary of parameters holds anything of use.
    mutating func build() throws {
        let state = try pop()
        switch try top() {
        case .dictionary:
            guard case .dictionary(let index) = state else { break }
            try spend(document.dictionaries[index].count)
            if case .dictionary(let inner)? = document.member("_parameters", of: state) { stack[stack.count - 1] = .dictionary(inner) }
        case .opaque: break
        default: throw malformed()
        }
    }
}
