import JSONValues
package import Logging

/// The conversation between front ends and the kernel, as a value: it is told what arrived and answers with what is to be done.
/// It knows no sockets, threads or time limits.
///
/// Every request on the shell and control channels is answered by busy, side effects, reply and idle, in this order and in one place.
/// Source: jupyter-client's "Messaging in Jupyter", protocol 5.5.
package struct Session {
    /// The identifier of this kernel in every header it writes.
    package let id: String
    let interpreter: any Interpreter
    let connection: ConnectionFile
    let log: Logger

    var history = History()
    /// The number of the last cell that counted.
    var executionCount = 0
    var running: RunningCell?
    var waiting: [Message] = []
    var lastCell = 0
    private var messageCount = 0
    private var actions: [Action] = []
    private var isOver = false

    package init(id: String = Session.newIdentifier(), interpreter: any Interpreter, connection: ConnectionFile, log: Logger) {
        self.id = id
        self.interpreter = interpreter
        self.connection = connection
        self.log = log
    }

    /// Announces the kernel; to be called once, before anything else.
    package mutating func start() -> [Action] {
        publish("status", ["execution_state": "starting"], parent: [:])
        return takeActions()
    }

    /// A message came from a front end.
    package mutating func receive(_ message: Message, on channel: Channel) -> [Action] {
        guard !isOver else { return [] }
        switch (channel, message.header.type) {
        case (.iopub, _): break
        case (.stdin, _): receiveInput(message)
        case (.shell, "execute_request"): enqueue(message)
        default: answerAtOnce(message, on: channel)
        }
        return takeActions()
    }

    /// A front end subscribed to publications; `frame` is 1 and the topic, or 0 and the topic when it left.
    package mutating func subscriptionChanged(_ frame: [UInt8]) -> [Action] {
        guard !isOver, frame.first == 1, let topic = String(validating: frame.dropFirst(), as: UTF8.self) else { return [] }
        let welcome = Message(
            identities: [Array(topic.utf8)], header: newHeader("iopub_welcome"), content: ["subscription": .string(topic)])
        perform(.send(welcome, on: .iopub))
        return takeActions()
    }

    /// A signal asks for what an interrupt request asks for; without a running cell there is nothing to do.
    package mutating func interrupt() -> [Action] {
        guard !isOver, running != nil else { return [] }
        return [.interrupt]
    }

    /// A random identifier in the form of a UUID.
    package static func newIdentifier() -> String {
        let digits = (0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 16) }
        let hex = Array(digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined())
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
    }

    private mutating func answerAtOnce(_ message: Message, on channel: Channel) {
        publishStatus("busy", parent: message)
        switch message.header.type {
        case "kernel_info_request": reply(to: message, on: channel, ok(interpreter.information.json))
        case "complete_request": reply(to: message, on: channel, completion(message.content))
        case "inspect_request": reply(to: message, on: channel, inspection(message.content))
        case "is_complete_request":
            reply(to: message, on: channel, interpreter.isComplete(message.content["code"]?.string ?? "").json)
        case "history_request": reply(to: message, on: channel, pastCells(message.content))
        case "comm_info_request": reply(to: message, on: channel, ok(["comms": [:]]))
        case "comm_open": refuseComm(message)
        case "comm_msg", "comm_close": log.debug("no such comm: \(message.content["comm_id"]?.string ?? "")")
        case "connect_request": reply(to: message, on: channel, ok(connection.portsJSON))
        case "interrupt_request":
            if running != nil { perform(.interrupt) }
            reply(to: message, on: channel, ok([:]))
        case "shutdown_request": return shutDown(message, on: channel)
        default: log.warning("unknown message type '\(message.header.type)' on \(channel)")
        }
        publishStatus("idle", parent: message)
        // Front ends take the last status they see for the kernel's, whatever its parent.
        if let running { publishStatus("busy", parent: running.message) }
    }

    private mutating func shutDown(_ message: Message, on channel: Channel) {
        let restart = message.content["restart"]?.bool ?? false
        reply(to: message, on: channel, ok(["restart": .bool(restart)]))
        publishStatus("idle", parent: message)
        perform(.exit(restart: restart))
        isOver = true
    }

    /// We offer no targets, so whoever opens a comm is told that it is closed again.
    private mutating func refuseComm(_ message: Message) {
        publish("comm_close", ["comm_id": message.content["comm_id"] ?? "", "data": [:]], parent: message.header.fields)
    }
}

extension Session {
    mutating func perform(_ action: Action) {
        actions.append(action)
    }

    mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    mutating func newHeader(_ type: String) -> MessageHeader {
        messageCount += 1
        return MessageHeader(type: type, id: "\(id)_\(messageCount)", session: id)
    }

    mutating func publish(_ type: String, _ content: JSONObject, parent: JSONObject, metadata: JSONObject = [:]) {
        let topic = Array("kernel.\(id).\(type)".utf8)
        let message = Message(
            identities: [topic], header: newHeader(type), parentHeader: parent, metadata: metadata, content: content)
        perform(.send(message, on: .iopub))
    }

    mutating func publishStatus(_ state: String, parent: Message) {
        publish("status", ["execution_state": .string(state)], parent: parent.header.fields)
    }

    mutating func reply(to request: Message, on channel: Channel, _ content: JSONObject, metadata: JSONObject = [:]) {
        let type = request.header.type
        let name = type.hasSuffix("_request") ? type.dropLast("_request".count) + "_reply" : Substring(type)
        let message = Message(
            identities: request.identities, header: newHeader(String(name)), parentHeader: request.header.fields, metadata: metadata,
            content: content)
        perform(.send(message, on: channel))
    }

    func ok(_ content: JSONObject) -> JSONObject {
        content.merging(["status": "ok"]) { $1 }
    }
}
