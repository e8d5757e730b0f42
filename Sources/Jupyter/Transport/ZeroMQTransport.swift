import CZeroMQ
import Doors

/// The five sockets of a kernel.
final class ZeroMQTransport: Transport {
    /// More than this many messages of one socket wait for the next turn, so that a flood on one cannot starve the others.
    private static let fairShare = 4096
    /// Larger frames cut the connection; no front end sends them.
    private static let largestFrame: Int64 = 1 << 30

    /// Where the kernel really listens.
    let connection: ConnectionFile
    private let context: ZeroMQContext
    private let iopub, control, stdin, shell: ZeroMQSocket
    private let heartbeat: Heartbeat
    private let wake: WakeDescriptor

    /// Binds all sockets; those whose doors are open take them over.
    ///
    /// Throws: ``JupyterError/cannotBind(endpoint:reason:)`` and ``JupyterError/transportFailed(operation:reason:)``.
    init(connection: ConnectionFile, doors: Doors = Doors(), wake: WakeDescriptor) throws(JupyterError) {
        self.wake = wake
        context = try ZeroMQContext()
        var bound = connection
        heartbeat = try Heartbeat(
            endpoint: connection.endpoint(port: connection.heartbeatPort), curve: connection.curve, door: doors[connection.heartbeatPort])
        bound.heartbeatPort = Self.port(of: heartbeat.endpoint)
        // Whoever gets an answer on the shell socket must find everything else in place.
        iopub = try ZeroMQSocket(.xpub, in: context)
        try iopub.serve(connection.curve)
        try iopub.limitFrames(to: Self.largestFrame)
        try iopub.set(ZMQ_XPUB_VERBOSE, 1)
        bound.iopubPort = Self.port(
            of: try iopub.bind(to: connection.endpoint(port: connection.iopubPort), through: doors[connection.iopubPort]))
        control = try Self.router(in: context, of: connection, doors, port: &bound.controlPort)
        stdin = try Self.router(in: context, of: connection, doors, port: &bound.stdinPort)
        shell = try Self.router(in: context, of: connection, doors, port: &bound.shellPort)
        self.connection = bound
    }

    private static func router(in context: ZeroMQContext, of connection: ConnectionFile, _ doors: Doors, port: inout Int) throws(JupyterError) -> ZeroMQSocket {
        let socket = try ZeroMQSocket(.router, in: context)
        try socket.serve(connection.curve)
        // A front end that comes back under its old name takes its messages over.
        try socket.set(ZMQ_ROUTER_HANDOVER, 1)
        try socket.limitFrames(to: largestFrame)
        port = Self.port(of: try socket.bind(to: connection.endpoint(port: port), through: doors[port]))
        return socket
    }

    /// The number at the end of an endpoint, after the last `:` or, with ipc, the last `-`.
    private static func port(of endpoint: String) -> Int {
        Int(endpoint.suffix(while: \.isNumber)) ?? 0
    }

    func wait(until deadline: ContinuousClock.Instant?, watching descriptors: [Int32]) {
        let events = Int16(ZMQ_POLLIN)
        var items = [control, iopub, stdin, shell].map { zmq_pollitem_t(socket: $0.pointer, fd: 0, events: events, revents: 0) }
        items += ([wake.descriptor] + descriptors).map { zmq_pollitem_t(socket: nil, fd: $0, events: events, revents: 0) }
        zmq_poll(&items, Int32(items.count), deadline.milliseconds)
        wake.reset()
    }

    func receive() -> [Arrival] {
        var arrivals = take(from: control).map { Arrival.message($0, .control) }
        arrivals += take(from: iopub).map { Arrival.subscription($0.first ?? []) }
        arrivals += take(from: stdin).map { Arrival.message($0, .stdin) }
        arrivals += take(from: shell).map { Arrival.message($0, .shell) }
        return arrivals
    }

    private func take(from socket: ZeroMQSocket) -> [[[UInt8]]] {
        var messages: [[[UInt8]]] = []
        while messages.count < Self.fairShare, let frames = socket.receive() { messages.append(frames) }
        return messages
    }

    func send(_ frames: [[UInt8]], on channel: Channel) {
        switch channel {
        case .shell: shell.send(frames)
        case .control: control.send(frames)
        case .stdin: stdin.send(frames)
        case .iopub: iopub.send(frames)
        }
    }

    func close() {
        heartbeat.stop()
        for socket in [shell, stdin, control, iopub] { socket.close() }
        context.terminate()
    }
}

extension String {
    fileprivate func suffix(while matches: (Character) -> Bool) -> Substring {
        self[(lastIndex { !matches($0) }.map(index(after:)) ?? startIndex)...]
    }
}
