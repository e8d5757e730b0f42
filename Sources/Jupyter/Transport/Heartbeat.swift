import CZeroMQ

/// Sends back whatever it gets, on a thread and in a context of its own, so that a busy kernel still counts as living.
final class Heartbeat: Sendable {
    private static let largestBeat: Int64 = 1 << 20

    private let context: ZeroMQContext
    /// The address in full.
    let endpoint: String

    /// Throws: ``JupyterError/cannotBind(endpoint:reason:)`` and what else a socket or a thread may lack.
    init(endpoint: String, curve: CurveKeys?, door: Int32?) throws(JupyterError) {
        context = try ZeroMQContext()
        let socket = try ZeroMQSocket(.router, in: context)
        try socket.serve(curve)
        try socket.limitFrames(to: Self.largestBeat)
        self.endpoint = try socket.bind(to: endpoint, through: door)
        // The socket changes its thread once, here, before anything else uses it.
        nonisolated(unsafe) let moved = socket
        let context = context
        try SystemThread.start("heartbeat", stackSize: 256 << 10) {
            while let frames = moved.receive(waits: true) { moved.send(frames) }
            moved.close()
            context.terminate()
        }
    }

    func stop() {
        context.shutDown()
    }
}
