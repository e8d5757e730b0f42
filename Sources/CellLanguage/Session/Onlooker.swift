internal import Synchronization

/// Evaluates cells beside a session's own, on another thread: it sees the variables as the session's last finished statement left them, and changes none.
///
/// What a running cell may be changing can't be read: functions that cells declared, and objects whose type is not ``ObjectType/isSteady``, are
/// named but have no members here. What a cell of the onlooker declares ends with that cell.
public final class Onlooker {
    private let library: Library
    private let limits: Limits
    private let shared: SharedValues
    private let assistant: Assistant

    init(library: Library, limits: Limits, shared: SharedValues, assistant: Assistant) {
        self.library = library
        self.limits = limits
        self.shared = shared
        self.assistant = assistant
    }

    /// Evaluates a cell.
    ///
    /// - Returns: the value of the last expression; `nil` where there is none or a `;` silences it.
    public func evaluate(_ source: String, name: String = "Cell", context: EvaluationContext) throws(CellError) -> Value? {
        let values = shared.values
        var library = library
        var visible: [String: Value] = [:]
        for (name, value) in values {
            if value.holdsFunction {
                library.add(announced: [name: "'\(name)' is or holds a function of a cell's, which only the main shell can call"])
            } else {
                visible[name] = value.standingStill(as: assistant.snapshot.variables[name]?.brief)
            }
        }
        let session = Session(library: library, limits: limits)
        for (name, value) in visible { session.lend(name, value) }
        return try session.evaluate(source, name: name, context: context.lookingOn)
    }
}

/// The values of a session's variables after its last finished statement.
final class SharedValues: Sendable {
    private let state = Mutex<[String: Value]>([:])

    var values: [String: Value] { state.withLock { $0 } }

    func publish(_ variables: [(name: String, value: Value)]) {
        // What is replaced dies outside the lock: it may be large.
        var replaced: [Value] = []
        state.withLock { values in
            for (name, value) in variables {
                if let old = values.updateValue(value, forKey: name) { replaced.append(old) }
            }
        }
    }
}

extension Value {
    /// Whether a function is in the value somewhere. Its captured variables and those of the session may be changing.
    fileprivate var holdsFunction: Bool {
        switch self {
        case .function: true
        case .optional(let value): value.holdsFunction
        case .array(let array): array.elements.contains(where: \.holdsFunction)
        case .dictionary(let dictionary): dictionary.values.contains(where: \.holdsFunction)
        case .tuple(let tuple): tuple.elements.contains(where: \.holdsFunction)
        case .enumeration(let value): value.arguments.contains(where: \.value.holdsFunction)
        default: false
        }
    }

    private var holdsLiveObject: Bool {
        switch self {
        case .object(let object): !object.cellType.isSteady
        case .optional(let value): value.holdsLiveObject
        case .array(let array): array.elements.contains(where: \.holdsLiveObject)
        case .dictionary(let dictionary): dictionary.values.contains(where: \.holdsLiveObject)
        case .tuple(let tuple): tuple.elements.contains(where: \.holdsLiveObject)
        case .enumeration(let value): value.arguments.contains(where: \.value.holdsLiveObject)
        default: false
        }
    }

    /// The value without objects that may be changing; `text` is what it was when it was last seen.
    fileprivate func standingStill(as text: String?) -> Value {
        guard holdsLiveObject else { return self }
        switch self {
        case .object(let object): return .object(LiveObject(object.cellType, text: text))
        case .optional(let value): return value.standingStill(as: text).wrapped
        case .array(let array): return .list(array.elements.map { $0.standingStill(as: nil) })
        case .tuple(let tuple): return .tuple(TupleValue(tuple.elements.map { $0.standingStill(as: nil) }, labels: tuple.labels))
        default: return .string(text ?? "…")
        }
    }
}

/// Stands for an object that the session may be changing.
private final class LiveObject: CellObject {
    let cellType: ObjectType
    let cellDescription: String

    init(_ type: ObjectType, text: String?) {
        cellType = type
        cellDescription = text ?? type.name
    }

    func cellProperty(_ name: String) throws -> Value {
        throw CellError(.type, "'\(name)' of a \(cellType.name) may be changing while a cell runs; only the main shell can read it")
    }
}
