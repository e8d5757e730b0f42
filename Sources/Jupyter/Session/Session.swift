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
    let comms: CommService
    let connection: ConnectionFile
    let log: Logger

    var lanes: Lanes
    var lastCell = 0
    private var messageCount = 0
    private var actions: [Action] = []
    private var isOver = false

    package init(
        id: String = Session.newIdentifier(), interpreter: any Interpreter, comms: CommService = CommService(), archive: (any HistoryArchive)? = nil,
        connection: ConnectionFile, log: Logger
    ) {
        self.id = id
        self.interpreter = interpreter
        self.comms = comms
        lanes = Lanes(archive: archive)
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
        switch channel {
        case .iopub: break
        case .stdin: receiveInput(message)
        case .shell where !lanes.contains(message.header.subshell): refuseSubshell(message)
        case .shell where message.header.type == "execute_request": enqueue(.cell(message), on: message.header.subshell)
        case .shell, .control: answerAtOnce(message, on: channel)
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
        guard !isOver else { return [] }
        return lanes.busy.map(Action.interrupt)
    }

    /// A random identifier in the form of a UUID.
    package static func newIdentifier() -> String {
        let digits = (0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 16) }
        let hex = Array(digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined())
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
    }

    mutating func answerAtOnce(_ message: Message, on channel: Channel) {
        publishStatus("busy", parent: message)
        let isFinished =
            switch message.header.type {
            case "comm_open", "comm_msg", "comm_close": receiveComm(message)
            case "shutdown_request": shutDown(message, on: channel)
            default: answer(message, on: channel)
            }
        if isFinished { publishIdle(message) }
    }

    /// Replies to a request whose reply is all there is to do.
    private mutating func answer(_ message: Message, on channel: Channel) -> Bool {
        guard let content = reply(to: message.header.type, message.content, message) else {
            log.warning("unknown message type '\(message.header.type)' on \(channel)")
            return true
        }
        reply(to: message, on: channel, content)
        return true
    }

    private mutating func reply(to type: String, _ content: JSONObject, _ message: Message) -> JSONObject? {
        switch type {
        case "kernel_info_request": ok(interpreter.information.json)
        case "complete_request": completion(content)
        case "inspect_request": inspection(content)
        case "is_complete_request": interpreter.isComplete(content["code"]?.string ?? "").json
        case "history_request": pastCells(content, of: message.header.subshell)
        case "comm_info_request": openComms(content)
        case "connect_request": ok(connection.portsJSON)
        case "debug_request": refusedDebugging(content)
        case "create_subshell_request": createSubshell()
        case "delete_subshell_request": deleteSubshell(content)
        case "list_subshell_request": ok(["subshell_id": .array(lanes.names.map(JSONValue.string))])
        case "interrupt_request": interruptAll()
        default: nil
        }
    }

    private mutating func interruptAll() -> JSONObject {
        for shell in lanes.busy { perform(.interrupt(shell: shell)) }
        return ok([:])
    }

    private mutating func shutDown(_ message: Message, on channel: Channel) -> Bool {
        let restart = message.content["restart"]?.bool ?? false
        reply(to: message, on: channel, ok(["restart": .bool(restart)]))
        publishStatus("idle", parent: message)
        perform(.exit(restart: restart))
        isOver = true
        return false
    }

    /// We have no debugger and say so in our features; whoever asks all the same gets the answer of its own protocol.
    private func refusedDebugging(_ content: JSONObject) -> JSONObject {
        [
            "type": "response", "request_seq": content["seq"] ?? 0, "seq": 0, "success": false, "command": content["command"] ?? "",
            "message": "this kernel has no debugger",
        ]
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
}
