/// A line between a front end's object (a widget) and one of ours. Any thread may use it.
///
/// Handlers are called on the kernel's own thread, at once, also while a cell runs: so a button can stop a training. They must be
/// quick; what takes time they return as ``CommWork``. A message that a handler sends has the handled message as its parent; one that a cell or work sends
/// has that cell's or work's.
public final class Comm: Sendable {
    /// Answers a message of the front end's, on the kernel's thread; gives work for the engine thread, if there is any.
    public typealias Handler = @Sendable (_ message: CommMessage) -> CommWork?

    private struct Handlers: Sendable {
        var message: Handler = { _ in nil }
        var closing: Handler = { _ in nil }
    }

    /// The same at both ends.
    public let id: String
    /// The name by which the other end knows what to do with it, as in `jupyter.widget`.
    public let target: String
    private let service: CommService
    private let handlers = Monitor(Handlers())

    init(id: String, target: String, service: CommService) {
        self.id = id
        self.target = target
        self.service = service
    }

    /// Whether messages still go through.
    public var isOpen: Bool { service.comm(id) === self }

    /// Sends a message to the front ends; nothing happens when the comm is closed.
    public func send(_ message: CommMessage) {
        if isOpen { service.publish(CommPublication(.message, comm: self, message)) }
    }

    /// Sends `data` to the front ends; nothing happens when the comm is closed.
    public func send(_ data: JSONObject, metadata: JSONObject = [:], buffers: [[UInt8]] = []) {
        send(CommMessage(data: data, metadata: metadata, buffers: buffers))
    }

    /// Closes both ends, with some last `data`.
    public func close(_ data: JSONObject = [:]) {
        guard service.remove(self) else { return }
        service.publish(CommPublication(.close, comm: self, CommMessage(data: data)))
    }

    /// Takes the front end's messages from now on.
    public func onMessage(_ handler: @escaping Handler) { handlers.update { $0.message = handler } }

    /// Is told when the front end has closed the comm.
    public func onClose(_ handler: @escaping Handler) { handlers.update { $0.closing = handler } }

    func receive(_ message: CommMessage) -> CommWork? { handlers.update { $0.message }(message) }

    func wasClosed(_ message: CommMessage) -> CommWork? { handlers.update { $0.closing }(message) }
}
