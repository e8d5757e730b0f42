import Synchronization

/// What the running cell and the last one that showed something have shown, so that it can be shown again: in another cell, in another
/// front end, from another thread.
///
/// A display keeps its identifier when it is shown again, so what the running cell still has to say reaches every place where it stands.
final class OutputLog: Sendable {
    /// Something that a cell showed.
    struct Entry: Sendable {
        enum Content: Sendable {
            case text(String, isError: Bool)
            case display(DisplayBundle, id: String?)
            case panel(ControlPanel, fallback: DisplayBundle)
            case button(StopButton, id: String)
        }

        var content: Content
        /// Grows with every change.
        var version = 0

        var id: String? {
            switch content {
            case .display(_, let id): id
            case .button(_, let id): id
            case .text, .panel: nil
            }
        }

        /// Bytes, about.
        fileprivate var size: Int {
            switch content {
            case .text(let text, _): text.utf8.count
            case .button: 0
            case .display(let bundle, _), .panel(_, let bundle): bundle.data.values.reduce(0) { $0 + $1.utf8.count }
            }
        }

        fileprivate var isText: Bool {
            if case .text = content { true } else { false }
        }
    }

    fileprivate struct State: Sendable {
        var finished: [Entry] = []
        var running: [Entry]?
        /// Text that still grows.
        var tail = ""
        var tailIsError = false
        /// Bytes of texts and of displays.
        var sizes = (texts: 0, displays: 0)
        var clearsFirst = false
        /// The running cell shows what another one showed.
        var isReplay = false
    }

    /// Bytes that are kept of a cell's texts and of its displays; the oldest go first.
    fileprivate static let capacities = (texts: 1 << 20, displays: 64 << 20)
    /// Text is kept in pieces of this size.
    fileprivate static let pieceSize = 64 << 10

    private let state = Mutex(State())

    func begin() {
        state.withLock { state in
            state.empty()
            (state.running, state.isReplay) = ([], false)
        }
    }

    /// The cell is over; where it showed nothing of its own, the one before stands.
    func end() {
        state.withLock { state in
            state.seal()
            if let entries = state.running, !entries.isEmpty, !state.isReplay { state.finished = entries }
            state.empty()
            state.running = nil
        }
    }

    /// The running cell shows again what an earlier one did.
    func markReplay() { state.withLock { $0.isReplay = true } }

    /// What the running cell has shown so far, where there is one and it is asked for; otherwise what the last one did.
    func entries(ofRunning: Bool) -> [Entry] {
        state.withLock { state in
            state.seal()
            if ofRunning, let running = state.running, !running.isEmpty { return running }
            return state.finished
        }
    }

    // MARK: - Writing

    func append(_ text: String, isError: Bool) {
        state.withLock { state in
            state.prepare()
            if state.tailIsError != isError { state.seal() }
            state.tailIsError = isError
            state.tail += text
            if state.tail.utf8.count >= Self.pieceSize { state.seal() }
        }
    }

    func append(_ bundle: DisplayBundle, id: String?) { append(.display(bundle, id: id)) }
    func append(_ panel: ControlPanel, fallback: DisplayBundle) { append(.panel(panel, fallback: fallback)) }
    func append(_ button: StopButton, id: String) { append(.button(button, id: id)) }

    private func append(_ content: Entry.Content) {
        state.withLock { state in
            state.prepare()
            state.seal()
            state.add(Entry(content: content))
        }
    }

    func update(_ bundle: DisplayBundle, id: String) {
        state.withLock { state in
            guard let index = state.running?.lastIndex(where: { $0.id == id }), let old = state.running?[index] else { return }
            let new = Entry(content: .display(bundle, id: id), version: old.version + 1)
            state.sizes.displays += new.size - old.size
            state.running?[index] = new
        }
    }

    func clear(wait: Bool) {
        state.withLock { state in
            state.clearsFirst = wait
            if !wait { state.empty() }
        }
    }
}

extension OutputLog.State {
    /// Forgets what the running cell has shown.
    fileprivate mutating func empty() {
        if running != nil { running = [] }
        (tail, sizes, clearsFirst) = ("", (0, 0), false)
    }

    fileprivate mutating func prepare() {
        if clearsFirst { empty() }
    }

    /// Makes an entry of the text so far.
    fileprivate mutating func seal() {
        guard !tail.isEmpty else { return }
        add(OutputLog.Entry(content: .text(tail, isError: tailIsError)))
        tail = ""
    }

    fileprivate mutating func add(_ entry: OutputLog.Entry) {
        guard running != nil else { return }
        running?.append(entry)
        if entry.isText { sizes.texts += entry.size } else { sizes.displays += entry.size }
        while sizes.texts > OutputLog.capacities.texts, let size = removeFirst(where: \.isText) { sizes.texts -= size }
        while sizes.displays > OutputLog.capacities.displays, let size = removeFirst(where: { !$0.isText }) { sizes.displays -= size }
    }

    /// Takes the oldest entry of a kind out, but not the last entry; gives its size.
    private mutating func removeFirst(where isOfKind: (OutputLog.Entry) -> Bool) -> Int? {
        guard let index = running?.dropLast().firstIndex(where: isOfKind) else { return nil }
        return running?.remove(at: index).size
    }
}
