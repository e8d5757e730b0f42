import CZeroMQ
import Glibc

/// One ZeroMQ socket; only the thread that owns it may use it.
package final class ZeroMQSocket {
    /// The socket types that the protocol needs on either side.
    package enum Kind: Sendable {
        case router, dealer, xpub, sub, request

        fileprivate var code: Int32 {
            switch self {
            case .router: ZMQ_ROUTER
            case .dealer: ZMQ_DEALER
            case .xpub: ZMQ_XPUB
            case .sub: ZMQ_SUB
            case .request: ZMQ_REQ
            }
        }
    }

    let pointer: UnsafeMutableRawPointer
    private var isOpen = true

    /// After closing, what was sent has `linger` milliseconds to leave; a second is what ipykernel gives its last words.
    ///
    /// Throws: ``JupyterError/transportFailed(operation:reason:)``.
    package init(_ kind: Kind, in context: ZeroMQContext, linger: Int32 = 1000) throws(JupyterError) {
        guard let pointer = zmq_socket(context.pointer, kind.code) else { throw .zeroMQ("open a socket") }
        self.pointer = pointer
        try set(ZMQ_LINGER, linger)
        // Messages wait in memory rather than get lost: a front end that misses "idle" hangs.
        try set(ZMQ_SNDHWM, 0)
    }

    deinit {
        close()
    }

    package func close() {
        if isOpen { zmq_close(pointer) }
        isOpen = false
    }

    func set(_ option: Int32, _ value: Int32) throws(JupyterError) {
        var value = value
        guard zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size) == 0 else { throw .zeroMQ("set option \(option)") }
    }

    /// Larger frames cut the connection.
    func limitFrames(to byteCount: Int64) throws(JupyterError) {
        var byteCount = byteCount
        guard zmq_setsockopt(pointer, ZMQ_MAXMSGSIZE, &byteCount, MemoryLayout<Int64>.size) == 0 else {
            throw .zeroMQ("limit the size of messages")
        }
    }

    /// Lets nobody connect who doesn't encrypt for these keys; to be called before binding. Without keys everybody may.
    func serve(_ keys: CurveKeys?) throws(JupyterError) {
        guard let keys else { return }
        try set(ZMQ_CURVE_SERVER, 1)
        try set(ZMQ_CURVE_SECRETKEY, keys.secretKey)
    }

    /// Encrypts for a kernel with these keys, as jupyter-client does: with the kernel's own pair. To be called before connecting.
    package func join(_ keys: CurveKeys?) throws(JupyterError) {
        guard let keys else { return }
        try set(ZMQ_CURVE_SERVERKEY, keys.publicKey)
        try set(ZMQ_CURVE_PUBLICKEY, keys.publicKey)
        try set(ZMQ_CURVE_SECRETKEY, keys.secretKey)
    }

    private func set(_ option: Int32, _ text: String) throws(JupyterError) {
        guard zmq_setsockopt(pointer, option, text, text.utf8.count + 1) == 0 else { throw .zeroMQ("encrypt") }
    }

    /// Subscribes to a topic.
    package func subscribe(to topic: [UInt8]) throws(JupyterError) {
        guard zmq_setsockopt(pointer, ZMQ_SUBSCRIBE, topic, topic.count) == 0 else { throw .zeroMQ("subscribe") }
    }

    /// Gives the socket a name that routers know it by.
    package func identify(as name: [UInt8]) throws(JupyterError) {
        guard zmq_setsockopt(pointer, ZMQ_ROUTING_ID, name, name.count) == 0 else { throw .zeroMQ("set an identity") }
    }

    package func connect(to endpoint: String) throws(JupyterError) {
        guard zmq_connect(pointer, endpoint) == 0 else { throw .zeroMQ("connect to \(endpoint)") }
    }

    /// Listens on `endpoint` and returns the address in full: through the descriptor of a door, where that port listens already. A port that a kernel before us
    /// has just left is tried again for a second.
    func bind(to endpoint: String, through door: Int32? = nil) throws(JupyterError) -> String {
        if let door { try set(ZMQ_USE_FD, door) }
        var attempts = 20
        while zmq_bind(pointer, endpoint) != 0 {
            attempts -= 1
            guard attempts > 0, zmq_errno() == EADDRINUSE || zmq_errno() == EINTR else {
                throw .cannotBind(endpoint: endpoint, reason: String(cString: zmq_strerror(zmq_errno())))
            }
            usleep(50_000)
        }
        var name = [CChar](repeating: 0, count: 1024)
        var length = name.count
        guard zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &name, &length) == 0 else { throw .zeroMQ("name \(endpoint)") }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The next message; nothing when none has arrived and `waits` is false, or when the context was shut down.
    package func receive(waits: Bool = false) -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        var part = zmq_msg_t()
        return withUnsafeMutablePointer(to: &part) { part in
            repeat {
                zmq_msg_init(part)
                defer { zmq_msg_close(part) }
                while zmq_msg_recv(part, pointer, waits ? 0 : ZMQ_DONTWAIT) < 0 {
                    guard zmq_errno() == EINTR else { return nil }
                }
                frames.append(Array(UnsafeRawBufferPointer(start: zmq_msg_data(part), count: zmq_msg_size(part))))
            } while zmq_msg_more(part) != 0
            return frames
        }
    }

    /// Sends one message; false when there is nobody to send it to.
    @discardableResult
    package func send(_ frames: [[UInt8]]) -> Bool {
        for (index, frame) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
            while zmq_send(pointer, frame, frame.count, flags) < 0 {
                guard zmq_errno() == EINTR else { return false }
            }
        }
        return true
    }
}
