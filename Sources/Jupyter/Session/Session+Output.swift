import JSONValues
import Logging

extension Session {
    /// Publishes what a cell shows.
    mutating func show(_ event: CellEvent, of cell: RunningCell, on shell: String?) {
        let parent = cell.message.header.fields
        switch event {
        case .stream(let name, let text):
            publish("stream", ["name": .string(name.rawValue), "text": .string(text)], parent: parent)
        case .display(let data, let metadata, let displayID):
            publish("display_data", displayContent(data, metadata, displayID), parent: parent)
        case .updateDisplay(let data, let metadata, let displayID):
            publish("update_display_data", displayContent(data, metadata, displayID), parent: parent)
        case .result(let data, let metadata):
            if let text = data["text/plain"]?.string, cell.request.storeHistory {
                lanes[shell].history.setOutput(text, line: cell.request.count)
            }
            let content = displayContent(data, metadata, nil).merging(["execution_count": .int(cell.request.count)]) { $1 }
            publish("execute_result", content, parent: parent)
        case .clearOutput(let wait): publish("clear_output", ["wait": .bool(wait)], parent: parent)
        case .comm, .inputRequest, .finished: break
        }
    }

    private func displayContent(_ data: MIMEBundle, _ metadata: JSONObject, _ displayID: String?) -> JSONObject {
        let transient: JSONObject = displayID.map { ["display_id": .string($0)] } ?? [:]
        return ["data": .object(data), "metadata": .object(metadata), "transient": .object(transient)]
    }

    mutating func ask(_ cell: RunningCell, prompt: String, password: Bool, on shell: String?) {
        let question = Message(
            identities: cell.message.identities, header: newHeader("input_request"), parentHeader: cell.message.header.fields,
            content: ["prompt": .string(prompt), "password": .bool(password)])
        lanes[shell].running?.question = question.header.id
        perform(.send(question, on: .stdin))
    }

    /// An answer counts only while its question waits; clients that name no parent are trusted to mean the present one.
    mutating func receiveInput(_ message: Message) {
        guard message.header.type == "input_reply", let shell = lanes.asking(message.parentHeader["msg_id"]?.string) else {
            return log.debug("dropped '\(message.header.type)' on stdin: nobody asked")
        }
        lanes[shell].running?.question = nil
        perform(.supplyInput(message.content["value"]?.string ?? "", shell: shell))
    }
}
