/// Where a cell waits for a line from the person.
final class InputGate: Sendable {
    private struct State {
        var isWaiting = false
        var answer: String?
        var isInterrupted = false
    }

    private let state = Monitor(State())

    /// A new cell begins.
    func reset() {
        state.update { $0 = State() }
    }

    /// The cell that runs is interrupted; it gets no input any more.
    func interrupt() {
        state.update { $0.isInterrupted = true }
    }

    /// The person's answer; nothing happens when nobody waits for it.
    func supply(_ answer: String) {
        state.update { if $0.isWaiting { $0.answer = answer } }
    }

    /// Asks by calling `question` and waits for the answer.
    ///
    /// Throws: ``JupyterError/inputInterrupted``.
    func ask(_ question: () -> Void) throws -> String {
        state.update { state in
            state.isWaiting = true
            state.answer = nil
        }
        question()
        let answer: Result<String, JupyterError> = state.wait { state in
            if state.isInterrupted { return .failure(.inputInterrupted) }
            guard let answer = state.answer else { return nil }
            state.isWaiting = false
            return .success(answer)
        }
        return try answer.get()
    }
}
