/// A shell, in which cells wait for each other: the main one, or a subshell.
struct Lane: Sendable {
    var running: RunningCell?
    var waiting: [Job] = []
    /// The number of the last cell that counted.
    var executionCount = 0
    var history: History

    init(history: History = History()) { self.history = history }
}

/// The main shell and the subshells by identifier. `nil` names the main shell.
struct Lanes: Sendable {
    private var main: Lane
    private var subshells: [String: Lane] = [:]
    /// The identifiers of the subshells in the order of their creation.
    private(set) var names: [String] = []

    /// - Parameter archive: where the main shell's cells are kept; a subshell's are forgotten with it.
    init(archive: (any HistoryArchive)?) { main = Lane(history: History(archive: archive)) }

    func contains(_ name: String?) -> Bool { name.map { subshells[$0] != nil } ?? true }

    /// A shell; setting one that was deleted changes nothing.
    subscript(name: String?) -> Lane {
        get { name.map { subshells[$0] ?? Lane() } ?? main }
        set {
            guard let name else { return main = newValue }
            if subshells[name] != nil { subshells[name] = newValue }
        }
    }

    mutating func add(_ name: String) {
        subshells[name] = Lane()
        names.append(name)
    }

    /// Takes a subshell out; nothing where there is none of that name.
    mutating func remove(_ name: String) -> Lane? {
        names.removeAll { $0 == name }
        return subshells.removeValue(forKey: name)
    }

    private var all: [String?] { [nil] + names }

    /// The shells in which something runs, the main one first.
    var busy: [String?] { all.filter { self[$0].running != nil } }

    /// The shell that is at a cell of this number.
    func running(_ number: Int) -> String?? { all.first { self[$0].running?.number == number } }

    /// The shell that waits for the answer to `question`, or for any where it is nil.
    func asking(_ question: String?) -> String?? {
        all.first { name in self[name].running?.question.map { question == nil || $0 == question } ?? false }
    }
}
