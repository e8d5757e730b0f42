internal import Synchronization

/// Frees values in a loop. A function keeps variables, which keep functions: freed by recursion, a long chain of them would overflow the stack.
enum Graveyard {
    private struct State: @unchecked Sendable {
        var values: [Value] = []
        var isDigging = false
    }

    private static let state = Mutex(State())

    /// Takes a value and frees it, now or in the loop of the caller that came first.
    static func bury(_ value: inout Value) {
        let isFirst = state.withLock { state in
            state.values.append(.nothing)
            swap(&state.values[state.values.count - 1], &value)
            defer { state.isDigging = true }
            return !state.isDigging
        }
        guard isFirst else { return }
        while freeOne() {}
    }

    /// The value dies as this returns, outside the lock: more may be buried meanwhile.
    private static func freeOne() -> Bool {
        let value = state.withLock { state -> Value? in
            if state.values.isEmpty { state.isDigging = false }
            return state.values.popLast()
        }
        return value != nil
    }
}
