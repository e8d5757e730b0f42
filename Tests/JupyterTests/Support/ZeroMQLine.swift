import CZeroMQ
import Jupyter

/// A front end behind real sockets.
final class ZeroMQLine: FrontEnd.Line {
    private let context: ZeroMQContext
    private let connection: ConnectionFile
    private var sockets: [Channel: ZeroMQSocket] = [:]
    private var moreSubscribers: [ZeroMQSocket] = []

    init(_ connection: ConnectionFile) throws {
        self.connection = connection
        context = try ZeroMQContext()
        sockets[.iopub] = try subscriber()
        for (channel, port) in [
            (Channel.shell, connection.shellPort), (.control, connection.controlPort), (.stdin, connection.stdinPort),
        ] {
            let socket = try ZeroMQSocket(.dealer, in: context, linger: 0)
            try socket.join(connection.curve)
            try socket.identify(as: Array("front-end".utf8))
            try socket.connect(to: connection.endpoint(port: port))
            sockets[channel] = socket
        }
    }

    deinit {
        sockets.values.forEach { $0.close() }
        moreSubscribers.forEach { $0.close() }
        context.terminate()
    }

    private func subscriber() throws -> ZeroMQSocket {
        let socket = try ZeroMQSocket(.sub, in: context, linger: 0)
        try socket.join(connection.curve)
        try socket.subscribe(to: [])
        try socket.connect(to: connection.endpoint(port: connection.iopubPort))
        return socket
    }

    func send(_ frames: [[UInt8]], on channel: Channel) {
        sockets[channel]?.send(frames)
    }

    func receive(on channel: Channel) -> [[UInt8]]? {
        sockets[channel]?.receive()
    }

    func subscribeAgain() throws {
        moreSubscribers.append(try subscriber())
    }

    /// A pair of keys as a launcher makes it.
    static func newKeys() -> CurveKeys? {
        var (publicKey, secretKey) = ([CChar](repeating: 0, count: 41), [CChar](repeating: 0, count: 41))
        guard zmq_curve_keypair(&publicKey, &secretKey) == 0 else { return nil }
        func text(_ key: [CChar]) -> String { String(decoding: key.prefix(40).map(UInt8.init(bitPattern:)), as: UTF8.self) }
        return CurveKeys(publicKey: text(publicKey), secretKey: text(secretKey))
    }

    /// What comes back when `bytes` go to the heartbeat.
    func beat(_ bytes: [UInt8]) throws -> [[UInt8]]? {
        let socket = try ZeroMQSocket(.request, in: context, linger: 0)
        defer { socket.close() }
        try socket.join(connection.curve)
        try socket.connect(to: connection.endpoint(port: connection.heartbeatPort))
        socket.send([bytes])
        return socket.receive(waits: true)
    }
}
