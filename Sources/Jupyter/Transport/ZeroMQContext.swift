import CZeroMQ

/// The home of ZeroMQ sockets and of the threads behind them.
package final class ZeroMQContext: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    /// Throws: ``JupyterError/transportFailed(operation:reason:)``.
    package init() throws(JupyterError) {
        guard let pointer = zmq_ctx_new() else { throw .zeroMQ("start") }
        self.pointer = pointer
        zmq_ctx_set(pointer, ZMQ_BLOCKY, 0)
    }

    /// Makes every call that blocks on one of the sockets return; any thread may say so.
    func shutDown() {
        zmq_ctx_shutdown(pointer)
    }

    /// Waits until all sockets are closed and what they sent is on its way, as long as their linger time allows.
    package func terminate() {
        while zmq_ctx_term(pointer) != 0, zmq_errno() == EINTR {}
    }
}

extension JupyterError {
    /// ZeroMQ's own account of the call that just failed.
    static func zeroMQ(_ operation: String) -> JupyterError {
        .transportFailed(operation: operation, reason: String(cString: zmq_strerror(zmq_errno())))
    }
}
