import Glibc

/// The one way from the engine threads to the kernel's thread: what cells bring forth, in order, with small texts joined.
///
/// A cell that brings forth more than front ends take is slowed down, and its texts are joined across its two streams' changes: then each
/// stream's order is kept, and the order between the two within a slice of time is not.
package final class CellEventQueue: Sendable {
    package struct Entry: Sendable, Hashable {
        package let cell: Int
        package let event: CellEvent
    }

    /// Text that may still grow.
    fileprivate struct Piece {
        let stream: StreamName
        let cell: Int
        var text: String

        func continues(_ stream: StreamName, _ cell: Int) -> Bool { self.stream == stream && self.cell == cell }
    }

    fileprivate struct State {
        var entries: [Entry] = []
        var growing: [Piece] = []
        /// When the first text that is still here came.
        var since: ContinuousClock.Instant?
        /// Something is here that must not wait for more text.
        var isUrgent = false
        var byteCount = 0
        var messages = OutputBudget.messages()
        var text = OutputBudget.text()
        /// What comes is the end of something that was interrupted, and nobody waits for it.
        var isHurried = false
        /// No more messages than texts need until the next are taken.
        var isOverdrawn = false

        mutating func sealTexts() {
            entries += growing.map { Entry(cell: $0.cell, event: .stream($0.stream, $0.text)) }
            growing = []
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

    /// Adds text; returns at once unless megabytes wait to be sent, or more was written lately than front ends take.
    package func append(_ text: String, to stream: StreamName, cell: Int) {
        var rest = Substring(text)
        while let piece = rest.removePiece(bytes: Self.pieceSize) {
            while add(piece, to: stream, cell: cell) == .late { usleep(OutputBudget.pause) }
        }
    }

    private func add(_ piece: Substring, to stream: StreamName, cell: Int) -> Addition {
        let addition = state.wait { state -> Addition? in
            state.byteCount < Self.capacity ? state.add(piece, to: stream, cell: cell) : nil
        }
        if addition == .new { wake.signal() }
        return addition
    }

    /// A cell was interrupted: what it still has to say is not held back.
    package func hurry() { state.update { $0.isHurried = true } }

    /// Adds anything but text. What a cell shows has to wait when the cell has shown too much at once.
    package func append(_ event: CellEvent, cell: Int) {
        while !state.update({ $0.add(event, cell: cell) }) { usleep(OutputBudget.pause) }
        wake.signal()
    }

    /// What is due now, and when to ask again for what is not.
    package func take(now: ContinuousClock.Instant = .now) -> (entries: [Entry], due: ContinuousClock.Instant?) {
        state.update { state in
            let due = state.since.map { $0 + Self.patience }
            if state.isUrgent || due.map({ $0 <= now }) == true { state.sealTexts() }
            let entries = state.entries
            guard !entries.isEmpty else { return ([], due) }
            // Whole pieces go at once; the text after them starts to wait anew.
            state.entries = []
            state.isUrgent = false
            state.isOverdrawn = false
            state.byteCount = state.growing.reduce(0) { $0 + $1.text.utf8.count }
            state.since = state.growing.isEmpty ? nil : now
            return (entries, state.since.map { $0 + Self.patience })
        }
    }
}

/// What became of a text.
private enum Addition {
    /// It has to wait.
    case late
    /// It joined what is there.
    case joined
    /// The kernel's thread must know.
    case new
}

extension CellEventQueue.State {
    fileprivate mutating func add(_ text: Substring, to stream: StreamName, cell: Int) -> Addition {
        guard isHurried || self.text.spend(OutputBudget.bytes(of: text)) else { return .late }
        let index = place(of: stream, cell)
        if growing[index].text.isEmpty { _ = self.text.spend(OutputBudget.frame) }
        growing[index].text += text
        byteCount += text.utf8.count
        let isFirst = since == nil
        if isFirst { since = .now }
        guard growing[index].text.utf8.count >= CellEventQueue.pieceSize, !isOverdrawn else { return isFirst ? .new : .joined }
        sealTexts()
        return .new
    }

    /// The text that goes on, or a new one.
    private mutating func place(of stream: StreamName, _ cell: Int) -> Int {
        if let last = growing.last, last.continues(stream, cell) { return growing.count - 1 }
        if !isOverdrawn { isOverdrawn = !messages.spend() }
        if isOverdrawn, let index = growing.lastIndex(where: { $0.continues(stream, cell) }) { return index }
        growing.append(CellEventQueue.Piece(stream: stream, cell: cell, text: ""))
        return growing.count - 1
    }

    /// Adds anything but text; false when it has to wait.
    fileprivate mutating func add(_ event: CellEvent, cell: Int) -> Bool {
        let entry = CellEventQueue.Entry(cell: cell, event: event)
        if growing.isEmpty, let last = entries.last, last.cell == cell, event.replaces(last.event) {
            entries[entries.count - 1] = entry
            return true
        }
        guard !event.isPaced || messages.spend() else { return false }
        if case .finished = event { isHurried = false }
        sealTexts()
        entries.append(entry)
        isUrgent = true
        return true
    }
}

extension Substring {
    /// Takes the first bytes away, as many as there are whole characters of Unicode in them; nil where nothing is left.
    fileprivate mutating func removePiece(bytes: Int) -> Substring? {
        guard !isEmpty else { return nil }
        guard var cut = utf8.index(startIndex, offsetBy: bytes, limitedBy: endIndex) else {
            defer { self = "" }
            return self
        }
        while cut < endIndex, utf8[cut] & 0xC0 == 0x80 { cut = utf8.index(before: cut) }
        defer { self = self[cut...] }
        return self[..<cut]
    }
}

extension CellEvent {
    /// Whether nobody needs to see `earlier` when this comes right after it.
    fileprivate func replaces(_ earlier: CellEvent) -> Bool {
        guard case .updateDisplay(_, _, let id) = self, case .updateDisplay(_, _, id) = earlier else { return false }
        return true
    }

    /// Whether a cell can bring forth any number of these.
    fileprivate var isPaced: Bool {
        switch self {
        case .stream, .finished, .inputRequest: false
        default: true
        }
    }
}
