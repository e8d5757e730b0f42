/// The one way from the engine thread to the kernel's thread: what a cell brings forth, in order, with small texts joined.
package final class CellEventQueue: Sendable {
    package struct Entry: Sendable, Hashable {
        package let cell: Int
        package let event: CellEvent
    }

    private struct State {
        var entries: [Entry] = []
        /// Text that may still grow.
        var text = ""
        var stream = StreamName.stdout
        var cell = 0
        /// When the first text that is still here came.
        var since: ContinuousClock.Instant?
        /// Something is here that must not wait for more text.
        var isUrgent = false
        var byteCount = 0

        mutating func sealText() {
            if !text.isEmpty { entries.append(Entry(cell: cell, event: .stream(stream, text))) }
            text = ""
        }
    }

    /// Text waits this long for more, so that front ends get at most twenty messages a second …
    static let patience = Duration.milliseconds(50)
    /// … unless there is this much of it.
    static let pieceSize = 16 << 10
    /// A cell that writes faster than the kernel can send has to wait.
    private static let capacity = 4 << 20

    private let state = Monitor(State())
    private let wake: WakeDescriptor

    package init(wake: WakeDescriptor) {
        self.wake = wake
    }

    /// Adds text; returns at once unless megabytes wait to be sent.
    package func append(_ text: String, to stream: StreamName, cell: Int) {
        guard !text.isEmpty else { return }
        let mustWake = state.wait { state -> Bool? in
            guard state.byteCount < Self.capacity else { return nil }
            if state.stream != stream || state.cell != cell { state.sealText() }
            (state.stream, state.cell) = (stream, cell)
            state.text += text
            state.byteCount += text.utf8.count
            let isFirst = state.since == nil
            if isFirst { state.since = .now }
            guard state.text.utf8.count >= Self.pieceSize else { return isFirst }
            state.sealText()
            return true
        }
        if mustWake { wake.signal() }
    }

    /// Adds anything but text.
    package func append(_ event: CellEvent, cell: Int) {
        state.update { state in
            state.sealText()
            state.entries.append(Entry(cell: cell, event: event))
            state.isUrgent = true
        }
        wake.signal()
    }

    /// What is due now, and when to ask again for what is not.
    package func take(now: ContinuousClock.Instant = .now) -> (entries: [Entry], due: ContinuousClock.Instant?) {
        state.update { state in
            let due = state.since.map { $0 + Self.patience }
            if state.isUrgent || due.map({ $0 <= now }) == true { state.sealText() }
            let entries = state.entries
            guard !entries.isEmpty else { return ([], due) }
            // Whole pieces go at once; the text after them starts to wait anew.
            state.entries = []
            state.isUrgent = false
            state.byteCount = state.text.utf8.count
            state.since = state.text.isEmpty ? nil : now
            return (entries, state.since.map { $0 + Self.patience })
        }
    }
}
