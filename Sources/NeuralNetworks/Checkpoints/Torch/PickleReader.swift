import FoundationEssentials

/// Runs a pickle's instructions with nothing but tensors, dictionaries, lists, numbers and texts to build; nothing is ever called.
///
/// Time and memory are bounded by the number of instructions. There is no recursion.
///
/// Source: Python's pickle protocol, versions 0 to 5 (`pickletools`).
struct PickleReader {
    var document: PickleDocument
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    var place: Int

    /// Instructions, and entries looked at for one, that are left.
    private var budget = PickleReader.greatestBudget

    /// A checkpoint of Stable Diffusion takes some ten thousand.
    private static let greatestBudget = 1_000_000

    private init(_ stream: LittleEndianBytes, at start: Int) {
        document = PickleDocument(stream: stream)
        place = start
    }

    /// The pickle that starts at a place of a file.
    ///
    /// - Throws: `PickleFailure`.
    static func read(_ data: Data, at start: Int = 0) throws -> PickleDocument {
        var reader = PickleReader(LittleEndianBytes(data), at: start)
        repeat { try reader.spend(1) } while try !reader.step()
        reader.document.end = reader.place
        return reader.document
    }

    mutating func spend(_ cost: Int) throws {
        budget -= cost
        guard budget >= 0 else { throw PickleFailure.malformed("its pickle has more than \(Self.greatestBudget) instructions") }
    }

    /// Carries out one instruction; true where it is the last.
    private mutating func step() throws -> Bool {
        let code = try byte()
        guard let instruction = PickleInstruction(rawValue: code) else {
            throw PickleFailure.malformed("its pickle holds an unknown instruction, \(code), at byte \(place - 1)")
        }
        switch instruction {
        case .stop:
            document.root = try pop()
            return true
        case .proto, .frame: try skip(instruction == .proto ? 1 : 8)
        case .mark: marks.append(stack.count)
        case .pop: if stack.count > (marks.last ?? 0) { stack.removeLast() } else { _ = try popMark() }
        case .popMark: _ = try popMark()
        case .duplicate: stack.append(try top())
        case .get, .put, .binGet, .binPut, .longBinGet, .longBinPut, .memoize: try remember(instruction)
        case .global, .stackGlobal: try pushGlobal(instruction)
        case .persistentID, .inst, .obj, .extension1, .extension2, .extension4: throw try refusal(of: instruction)
        case .binPersistentID: stack.append(try storage(of: pop()))
        case .reduce, .newObject, .newObjectEx: try construct(instruction)
        case .build: try build()
        default:
            if try !pushLiteral(instruction) { try collect(instruction) }
        }
        return false
    }

    // MARK: The stream and the stack

    func malformed() -> PickleFailure { .malformed("its pickle makes no sense at byte \(place)") }

    mutating func byte() throws -> UInt8 {
        guard let byte = document.stream.uint8(place) else { throw PickleFailure.malformed("its pickle is cut off") }
        place += 1
        return byte
    }

    mutating func skip(_ count: Int) throws { _ = try range(count) }

    /// The next bytes.
    mutating func range(_ count: Int) throws -> Range<Int> {
        guard count >= 0, count <= document.stream.count - place else { throw PickleFailure.malformed("its pickle is cut off") }
        defer { place += count }
        return place..<(place + count)
    }

    /// A length or index of so many bytes.
    mutating func length(_ bytes: Int) throws -> Int {
        let range = try range(bytes)
        guard let number = document.stream.number(range.lowerBound, bytes: bytes), number < 1 << 60 else { throw malformed() }
        return Int(number)
    }

    /// The rest of the line, without its end.
    mutating func line() throws -> Range<Int> {
        guard let end = document.stream.endOfLine(from: place) else { throw PickleFailure.malformed("its pickle is cut off") }
        defer { place = end + 1 }
        return place..<end
    }

    func top() throws -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.last else { throw malformed() }
        return value
    }

    mutating func pop() throws -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    /// The values above the last mark, which goes with them.
    mutating func popMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw malformed() }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func remember(_ instruction: PickleInstruction) throws {
        switch instruction {
        case .get: stack.append(try remembered(decimal()))
        case .binGet: stack.append(try remembered(length(1)))
        case .longBinGet: stack.append(try remembered(length(4)))
        case .put: memo[try decimal()] = try top()
        case .binPut: memo[try length(1)] = try top()
        case .longBinPut: memo[try length(4)] = try top()
        default: memo[memo.count] = try top()
        }
    }

    private func remembered(_ index: Int) throws -> PickleValue {
        guard let value = memo[index] else { throw malformed() }
        return value
    }

    /// A whole number on a line of its own.
    mutating func decimal() throws -> Int {
        let range = try line()
        guard range.count <= 32, let number = Int(document.stream.text(range)) else { throw malformed() }
        return number
    }
}
