import Logging

/// Carries what arrives to the session and does what the session says, on the one thread that owns the transport.
struct KernelLoop {
    private var session: Session
    private let transport: any Transport
    private let codec: MessageCodec
    private var reader: MessageReader
    private let engines: EngineHall
    private let queue: CellEventQueue
    private let signals: KernelSignals
    private let parent: ParentWatch?
    private let log: Logger
    private var lull = Lull()
    private var exit: KernelExit?

    init(
        session: Session, transport: any Transport, codec: MessageCodec, engines: EngineHall, queue: CellEventQueue, signals: KernelSignals,
        parent: ParentWatch?, log: Logger
    ) {
        self.session = session
        self.transport = transport
        self.codec = codec
        reader = MessageReader(codec: codec)
        self.engines = engines
        self.queue = queue
        self.signals = signals
        self.parent = parent
        self.log = log
    }

    mutating func run() -> KernelExit {
        // Whoever has subscribed already is welcomed before the first status.
        transport.receive().forEach { handle($0) }
        perform(session.start())
        var due: ContinuousClock.Instant?
        while true {
            if let parent, parent.isOrphaned { return .orphaned }
            let nextLook = parent?.interval.map { ContinuousClock.now + $0 }
            transport.wait(until: [due, nextLook, lull.end].compactMap { $0 }.min(), watching: parent?.descriptors ?? [])
            due = turn()
            lull.rest()
            if let exit { return exit }
            if signals.isTerminated { return .signal }
        }
    }

    /// Handles everything that is here; returns when the text that waits for more is due.
    private mutating func turn() -> ContinuousClock.Instant? {
        if signals.takeInterrupt() { perform(session.interrupt()) }
        // Output is taken before messages are read: when it says that a cell has failed, the cells that came
        // before that moment are in the session's queue and are aborted.
        let (entries, due) = queue.take()
        let arrivals = transport.receive()
        arrivals.forEach { handle($0) }
        if !arrivals.isEmpty || !entries.isEmpty { lull.disturb() }
        for entry in entries where exit == nil { perform(session.cell(entry.cell, produced: entry.event)) }
        return due
    }

    private mutating func handle(_ arrival: Arrival) {
        guard exit == nil else { return }
        switch arrival {
        case .subscription(let frame): perform(session.subscriptionChanged(frame))
        case .message(let frames, let channel):
            do {
                perform(session.receive(try reader.read(frames), on: channel))
            } catch {
                // A flood of them must not become one of the log.
                let count = reader.refusedCount
                if count & (count - 1) == 0 { log.warning("dropped a message on \(channel), the \(count). so far: \(error)") }
            }
        }
    }

    private mutating func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .send(let message, let channel): transport.send(codec.encode(message), on: channel)
            case .execute(let request, let cell, let shell): engines.run(request, cell: cell, shell: shell)
            case .work(let work, let cell): engines.run(work, cell: cell)
            case .interrupt(let shell): engines.interrupt(shell: shell)
            case .supplyInput(let text, let shell): engines.supplyInput(text, shell: shell)
            case .close(let subshell): engines.close(subshell: subshell)
            case .exit(let restart): exit = .shutdown(restart: restart)
            }
        }
    }
}
