/// A Jupyter kernel around an interpreter.
public enum Kernel {
    /// Listens where `connection` says and serves front ends until one of them, a signal or the end of the launcher ends it. The calling thread owns the
    /// sockets meanwhile; cells run on a thread of their own.
    ///
    /// `comms` are the lines to widgets and the like, for whoever else holds the service.
    ///
    /// `ready` is called once everything is bound, with the real ports where `connection` left the choice to the system.
    /// When this returns, all messages are sent but a cell may still be running: leave the process with `_exit`.
    ///
    /// Throws: ``JupyterError/cannotBind(endpoint:reason:)``, ``JupyterError/transportFailed(operation:reason:)``,
    /// ``JupyterError/cannotStartThread(name:reason:)``.
    public static func run(
        connection: ConnectionFile, interpreter: any Interpreter, comms: CommService = CommService(), options: KernelOptions = KernelOptions(),
        ready: (ConnectionFile) -> Void = { _ in }
    ) throws -> KernelExit {
        let wake = try WakeDescriptor()
        let signals = KernelSignals(wake: wake)
        if options.handlesSignals { signals.install() }
        return try run(connection: connection, interpreter: interpreter, comms: comms, options: options, signals: signals, wake: wake, ready: ready)
    }

    /// The same with signals from the host program.
    package static func run(
        connection: ConnectionFile, interpreter: any Interpreter, comms: CommService, options: KernelOptions, signals: KernelSignals, wake: WakeDescriptor,
        ready: (ConnectionFile) -> Void
    ) throws -> KernelExit {
        let transport = try ZeroMQTransport(connection: connection, doors: options.doors, wake: wake)
        ready(transport.connection)
        return try run(
            on: transport, connection: transport.connection, interpreter: interpreter, comms: comms, options: options, signals: signals, wake: wake)
    }

    /// The same on any transport.
    package static func run(
        on transport: any Transport, connection: ConnectionFile, interpreter: any Interpreter, comms: CommService, options: KernelOptions,
        signals: KernelSignals,
        wake: WakeDescriptor
    ) throws -> KernelExit {
        let queue = CellEventQueue(wake: wake)
        let engines = try EngineHall(interpreter: interpreter, queue: queue, stackSize: options.engineStackSize)
        comms.attach { publication, cell in queue.append(.comm(publication), cell: cell ?? 0) }
        defer {
            comms.attach(nil)
            engines.stop()
            transport.close()
        }
        let session = Session(interpreter: interpreter, comms: comms, archive: options.history, connection: connection, log: options.log)
        var loop = KernelLoop(
            session: session, transport: transport, codec: MessageCodec(key: connection.key), engines: engines, queue: queue,
            signals: signals,
            parent: ParentWatch(launcher: options.launcher), log: options.log)
        return loop.run()
    }
}
