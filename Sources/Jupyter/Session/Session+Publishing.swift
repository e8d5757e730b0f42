import JSONValues

extension Session {
    mutating func publish(_ type: String, _ content: JSONObject, parent: JSONObject, metadata: JSONObject = [:], buffers: [[UInt8]] = []) {
        let topic = Array("kernel.\(id).\(type)".utf8)
        let message = Message(
            identities: [topic], header: newHeader(type), parentHeader: parent, metadata: metadata, content: content, buffers: buffers)
        perform(.send(message, on: .iopub))
    }

    mutating func publishStatus(_ state: String, parent: Message) {
        publish("status", ["execution_state": .string(state)], parent: parent.header.fields)
    }

    /// Ends a request. Front ends take the last status they see for the kernel's, whatever its parent: so a cell that goes on is named again.
    mutating func publishIdle(_ message: Message) {
        publishStatus("idle", parent: message)
        if let shell = lanes.busy.first, let running = lanes[shell].running { publishStatus("busy", parent: running.message) }
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

    func failed(_ name: String, _ value: String) -> JSONObject {
        ExecutionError(name: name, value: value, traceback: ["\(name): \(value)"]).json.merging(["status": "error"]) { $1 }
    }
}
