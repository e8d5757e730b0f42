import JSONValues
import Logging

extension Session {
    /// A cell brought something forth. What comes from another cell than the running one came too late and is dropped.
    package mutating func cell(_ number: Int, produced event: CellEvent) -> [Action] {
        guard let cell = running, cell.number == number else {
            log.warning("output of a cell that is over was dropped")
            return []
        }
        switch event {
        case .finished(let outcome): finish(cell, outcome)
        case .inputRequest(let prompt, let password): ask(cell, prompt: prompt, password: password)
        default: if !cell.request.silent { show(event, of: cell) }
        }
        return takeActions()
    }

    mutating func enqueue(_ message: Message) {
        if running == nil {
            begin(message)
        } else {
            waiting.append(message)
        }
    }

    private mutating func begin(_ message: Message) {
        var request = ExecuteRequest(content: message.content)
        if request.storeHistory { executionCount += 1 }
        // A cell that doesn't count but is seen carries the number that it would have had.
        request.count = request.storeHistory || request.silent ? executionCount : executionCount + 1
        lastCell += 1
        running = RunningCell(number: lastCell, message: message, request: request)
        publishStatus("busy", parent: message)
        if !request.silent {
            publish(
                "execute_input", ["code": .string(request.code), "execution_count": .int(request.count)],
                parent: message.header.fields)
        }
        if request.storeHistory { history.record(line: request.count, input: request.code) }
        perform(.execute(request, cell: lastCell))
    }

    private mutating func show(_ event: CellEvent, of cell: RunningCell) {
        let parent = cell.message.header.fields
        switch event {
        case .stream(let name, let text):
            publish("stream", ["name": .string(name.rawValue), "text": .string(text)], parent: parent)
        case .display(let data, let metadata, let displayID):
            publish("display_data", displayContent(data, metadata, displayID), parent: parent)
        case .updateDisplay(let data, let metadata, let displayID):
            publish("update_display_data", displayContent(data, metadata, displayID), parent: parent)
        case .result(let data, let metadata):
            if let text = data["text/plain"]?.string, cell.request.storeHistory { history.setOutput(text, line: cell.request.count) }
            let content = displayContent(data, metadata, nil).merging(["execution_count": .int(cell.request.count)]) { $1 }
            publish("execute_result", content, parent: parent)
        case .clearOutput(let wait): publish("clear_output", ["wait": .bool(wait)], parent: parent)
        case .inputRequest, .finished: break
        }
    }

    private func displayContent(_ data: MIMEBundle, _ metadata: JSONObject, _ displayID: String?) -> JSONObject {
        let transient: JSONObject = displayID.map { ["display_id": .string($0)] } ?? [:]
        return ["data": .object(data), "metadata": .object(metadata), "transient": .object(transient)]
    }

    private mutating func finish(_ cell: RunningCell, _ outcome: ExecutionOutcome) {
        var content: JSONObject
        switch outcome {
        case .ok(let expressions, let payload):
            content = ok(["user_expressions": .object(expressions.mapValues(\.json)), "payload": .array(payload.map(\.json))])
        case .error(let error):
            if !cell.request.silent { publish("error", error.json, parent: cell.message.header.fields) }
            content = error.json.merging(["status": "error", "user_expressions": [:], "payload": []]) { $1 }
        }
        content["execution_count"] = .int(cell.request.count)
        // JupyterLab shows how long a cell took from this member.
        let metadata: JSONObject = ["started": .string(cell.started.description), "status": content["status"] ?? "ok"]
        reply(to: cell.message, on: .shell, content, metadata: metadata)
        publishStatus("idle", parent: cell.message)
        running = nil
        if case .error = outcome, cell.request.stopOnError { abortWaiting() }
        if !waiting.isEmpty { begin(waiting.removeFirst()) }
    }

    private mutating func abortWaiting() {
        for message in waiting {
            publishStatus("busy", parent: message)
            reply(
                to: message, on: .shell, ["status": "aborted", "execution_count": .int(executionCount)],
                metadata: ["status": "aborted"])
            publishStatus("idle", parent: message)
        }
        waiting = []
    }

    private mutating func ask(_ cell: RunningCell, prompt: String, password: Bool) {
        let question = Message(
            identities: cell.message.identities, header: newHeader("input_request"), parentHeader: cell.message.header.fields,
            content: ["prompt": .string(prompt), "password": .bool(password)])
        running?.question = question.header.id
        perform(.send(question, on: .stdin))
    }

    /// An answer counts only while its question waits; clients that name no parent are trusted to mean the present one.
    mutating func receiveInput(_ message: Message) {
        let parent = message.parentHeader["msg_id"]?.string
        guard message.header.type == "input_reply", let question = running?.question, parent == nil || parent == question else {
            return log.debug("dropped '\(message.header.type)' on stdin: nobody asked")
        }
        running?.question = nil
        perform(.supplyInput(message.content["value"]?.string ?? ""))
    }
}
