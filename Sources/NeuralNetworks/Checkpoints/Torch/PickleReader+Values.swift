import FoundationEssentials

// Numbers, texts, lists, tuples and dictionaries.
extension PickleReader {
    /// Pushes what an instruction holds in itself; false where it holds nothing.
    mutating func pushLiteral(_ instruction: PickleInstruction) throws -> Bool {
        switch instruction {
        case .none: stack.append(.none)
        case .newTrue, .newFalse: stack.append(.bool(instruction == .newTrue))
        case .int: stack.append(try intLine())
        case .long: stack.append(try longLine())
        case .binInt1: stack.append(.int(try length(1)))
        case .binInt2: stack.append(.int(try length(2)))
        case .binInt: stack.append(try signed(4))
        case .long1: stack.append(try signed(length(1)))
        case .long4: stack.append(try signed(length(4)))
        case .float: stack.append(try floatLine())
        case .binFloat: stack.append(try bigEndianDouble())
        case .string: stack.append(.text(try quotedLine()))
        case .unicode: stack.append(.text(try line()))
        case .shortBinString, .shortBinUnicode, .shortBinBytes: stack.append(.text(try range(length(1))))
        case .binString, .binUnicode, .binBytes: stack.append(.text(try range(length(4))))
        case .binUnicode8, .binBytes8, .byteArray8: stack.append(.text(try range(length(8))))
        default: return false
        }
        return true
    }

    /// Makes or fills a list, tuple, dictionary or set.
    mutating func collect(_ instruction: PickleInstruction) throws {
        switch instruction {
        case .emptyList: pushList([])
        case .list: pushList(try popMark())
        case .emptyTuple: pushTuple([])
        case .tuple: pushTuple(try popMark())
        case .tuple1: pushTuple([try pop()])
        case .tuple2, .tuple3: pushTuple(try (0..<(instruction == .tuple2 ? 2 : 3)).map { _ in try pop() }.reversed())
        case .emptyDictionary: pushDictionary([])
        case .dictionary: pushDictionary(try pairs(popMark()))
        case .append: try append([pop()])
        case .appends: try append(popMark())
        case .setItem: try set(pairs([pop(), pop()].reversed()))
        case .setItems: try set(pairs(popMark()))
        case .emptySet: stack.append(.opaque)
        case .frozenSet: _ = try popMark(); stack.append(.opaque)
        case .addItems: _ = try popMark(); _ = try top()
        default: throw malformed()
        }
    }

    mutating func pushTuple(_ items: [PickleValue]) {
        document.tuples.append(items)
        stack.append(.tuple(document.tuples.count - 1))
    }

    mutating func pushDictionary(_ members: [(key: PickleValue, value: PickleValue)]) {
        document.dictionaries.append(members)
        stack.append(.dictionary(document.dictionaries.count - 1))
    }

    private mutating func pushList(_ items: [PickleValue]) {
        document.lists.append(items)
        stack.append(.list(document.lists.count - 1))
    }

    private mutating func append(_ items: [PickleValue]) throws {
        switch try top() {
        case .list(let index): document.lists[index] += items
        case .opaque: break
        default: throw malformed()
        }
    }

    private mutating func set(_ members: [(key: PickleValue, value: PickleValue)]) throws {
        switch try top() {
        case .dictionary(let index): document.dictionaries[index] += members
        case .opaque: break
        default: throw malformed()
        }
    }

    private func pairs(_ items: [PickleValue]) throws -> [(key: PickleValue, value: PickleValue)] {
        guard items.count.isMultiple(of: 2) else { throw malformed() }
        return stride(from: 0, to: items.count, by: 2).map { (items[$0], items[$0 + 1]) }
    }

    // MARK: Numbers

    private mutating func signed(_ bytes: Int) throws -> PickleValue {
        let range = try range(bytes)
        guard bytes <= 8 else { return .longInt(range) }
        guard let number = document.stream.signed(range.lowerBound, bytes: bytes) else { throw malformed() }
        return .int(number)
    }

    private mutating func intLine() throws -> PickleValue {
        let range = try line()
        // Protocol 0 writes truth as 00 and 01.
        if range.count == 2, let number = Int(document.stream.text(range)), document.stream.uint8(range.lowerBound) == UInt8(ascii: "0") {
            return .bool(number == 1)
        }
        guard range.count <= 32, let number = Int(document.stream.text(range)) else { return .longInt(range) }
        return .int(number)
    }

    private mutating func longLine() throws -> PickleValue {
        let range = try line()
        guard range.count <= 32 else { return .longInt(range) }
        let digits = document.stream.text(range)
        return Int(digits.hasSuffix("L") ? String(digits.dropLast()) : digits).map { .int($0) } ?? .longInt(range)
    }

    private mutating func floatLine() throws -> PickleValue {
        let range = try line()
        guard range.count <= 64, let number = Double(document.stream.text(range)) else { throw malformed() }
        return .double(number)
    }

    private mutating func bigEndianDouble() throws -> PickleValue {
        let range = try range(8)
        guard let bits = document.stream.number(range.lowerBound, bytes: 8) else { throw malformed() }
        return .double(Double(bitPattern: bits.byteSwapped))
    }

    private mutating func quotedLine() throws -> Range<Int> {
        let range = try line()
        guard range.count >= 2 else { throw malformed() }
        return (range.lowerBound + 1)..<(range.upperBound - 1)
    }
}
