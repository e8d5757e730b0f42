/// The comms of a kernel: lines between objects of a front end (widgets) and objects of ours. Any thread may use it.
///
/// ```swift
/// let comms = CommService()
/// comms.register("my.target") { comm, message in        // a front end opens
///     comm.onMessage { message in
///         comm.send(["echo": .object(message.data)])     // at once, on the kernel's thread
///         return CommWork { output in output.stdout("…") }  // later, on the engine thread
///     }
///     return nil
/// }
/// let comm = comms.open("jupyter.widget", CommMessage(data: ["state": […]]))   // we open, from a cell
/// ```
///
/// The same service is given to ``Kernel/run(connection:interpreter:comms:options:ready:)`` and to whoever wants to speak through it. Without a running kernel
/// messages go nowhere.
///
/// Source: jupyter-client's "Messaging in Jupyter", section "Custom messages".
public final class CommService: Sendable {
    /// Answers a front end that opens a comm, on the kernel's thread: sets the comm's handlers, and gives work for the engine thread, if there is any.
    public typealias Opening = @Sendable (_ comm: Comm, _ message: CommMessage) -> CommWork?

    /// Where messages go that no handler sends, with the number of the cell that sends them.
    typealias Outlet = @Sendable (CommPublication, _ cell: Int?) -> Void

    private struct State: Sendable {
        var targets: [String: Opening] = [:]
        var comms: [String: Comm] = [:]
        var outlet: Outlet?
    }

    private let state = Monitor(State())

    public init() {}

    /// Lets front ends open comms of a target; a target that was there before is replaced.
    public func register(_ target: String, onOpen: @escaping Opening) {
        state.update { $0.targets[target] = onOpen }
    }

    /// Opens a comm to the front ends' object of the same target.
    ///
    /// - Parameters:
    ///   - message: what the other end starts with.
    ///   - id: a name of one's own; by default a random one.
    public func open(_ target: String, _ message: CommMessage = CommMessage(), id: String? = nil) -> Comm {
        let id = id ?? Session.newIdentifier()
        let comm = Comm(id: id, target: target, service: self)
        state.update { $0.comms[id] = comm }
        publish(CommPublication(.open, comm: comm, message))
        return comm
    }

    /// The comm of that name, as long as it is open.
    public func comm(_ id: String) -> Comm? { state.update { $0.comms[id] } }

    /// Sends what cells and other threads say to `outlet` from now on; nothing without one.
    func attach(_ outlet: Outlet?) { state.update { $0.outlet = outlet } }

    func publish(_ publication: CommPublication) {
        if let reactions = CommOrigin.reactions {
            reactions.update { $0.append(publication) }
        } else {
            state.update { $0.outlet }?(publication, CommOrigin.cell)
        }
    }

    /// Takes a comm out; false where it was closed already.
    func remove(_ comm: Comm) -> Bool {
        state.update { state in
            guard state.comms[comm.id] === comm else { return false }
            state.comms[comm.id] = nil
            return true
        }
    }

    /// The open comms by identifier, of one target or of all.
    func targets(named target: String?) -> [String: String] {
        state.update { $0.comms.mapValues(\.target) }.filter { target == nil || $0.value == target }
    }

    // MARK: - What front ends send

    /// What a message of a front end's brings forth at once, and the work that it asks for.
    struct Reaction {
        var publications: [CommPublication] = []
        var work: CommWork?
    }

    /// A front end opened a comm; nothing where nobody registered its target.
    func opened(_ id: String, target: String, _ message: CommMessage) -> Reaction? {
        guard let opening = state.update({ $0.targets[target] }) else { return nil }
        let comm = Comm(id: id, target: target, service: self)
        state.update { $0.comms[id] = comm }
        return react { opening(comm, message) }
    }

    /// A front end sent a message; nothing where there is no such comm.
    func received(_ id: String, _ message: CommMessage) -> Reaction? {
        comm(id).map { comm in react { comm.receive(message) } }
    }

    /// A front end closed a comm; nothing where there is no such comm.
    func closed(_ id: String, _ message: CommMessage) -> Reaction? {
        guard let comm = comm(id), remove(comm) else { return nil }
        return react { comm.wasClosed(message) }
    }

    private func react(_ handler: () -> CommWork?) -> Reaction {
        let reactions = Monitor<[CommPublication]>([])
        let work = CommOrigin.$reactions.withValue(reactions, operation: handler)
        return Reaction(publications: reactions.update { $0 }, work: work)
    }
}

/// On whose behalf a thread speaks through comms.
enum CommOrigin {
    /// Where a handler's messages are gathered while it runs.
    @TaskLocal static var reactions: Monitor<[CommPublication]>?
    /// The cell that the thread runs.
    @TaskLocal static var cell: Int?
}
