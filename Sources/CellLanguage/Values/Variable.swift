internal import Synchronization

/// A variable that lives on the heap, because functions share it.
final class Variable {
    var value: Value

    init(_ value: Value) { self.value = value }

    deinit {
        switch value {
        case .function, .array, .dictionary, .tuple, .optional, .enumeration: Graveyard.bury(&value)
        default: break
        }
    }
}
