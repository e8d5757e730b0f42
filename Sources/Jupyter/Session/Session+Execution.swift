import JSONValues
import Logging

extension Session {
    /// A cell brought something forth. What comes from a cell that is over came too late and is dropped; comms outlive cells.
    package mutating func cell(_ number: Int, produced event: CellEvent) -> [Action] {
        if let shell = lanes.running(number), let cell = lanes[shell].running {
            switch event {
            case .finished(let outcome): finish(cell, outcome, on: shell)
            case .inputRequest(let prompt, let password): ask(cell, prompt: prompt, password: password, on: shell)
            case .comm(let publication): publish(publication, parent: cell.message.header.fields)
            default: if !cell.request.silent { show(event, of: cell, on: shell) }
            }
        } else if case .comm(let publication) = event {
            publish(publication, parent: [:])
        } else {
            log.warning("output of a cell that is over was dropped")
        }
        return takeActions()
    }

    mutating func enqueue(_ job: Job, on shell: String?) {
        if lanes[shell].running == nil {
            begin(job, on: shell, isNamed: job.isWork)
        } else if shell == nil, case .cell(let message) = job, recall(message) {
            return
        } else {
            lanes[shell].waiting.append(job)
            // The message of a comm was named busy when it came; the cell that runs is what the kernel is at.
            if job.isWork, let running = lanes[shell].running { publishStatus("busy", parent: running.message) }
        }
    }

    /// - Parameter isNamed: the message was called busy when it came.
    private mutating func begin(_ job: Job, on shell: String?, isNamed: Bool = false) {
        lastCell += 1
        if !isNamed { publishStatus("busy", parent: job.message) }
        switch job {
        case .cell(let message): begin(message, on: shell)
        case .work(_, let work):
            let request = ExecuteRequest(code: "", storeHistory: false, count: lanes[shell].executionCount)
            lanes[shell].running = RunningCell(number: lastCell, job: job, request: request)
            perform(.work(work, cell: lastCell))
        }
    }

    private mutating func begin(_ message: Message, on shell: String?) {
        let request = count(message, on: shell)
        lanes[shell].running = RunningCell(number: lastCell, job: .cell(message), request: request)
        announce(request, of: message, on: shell)
        perform(.execute(request, cell: lastCell, shell: shell))
    }

    /// A message's cell with its number.
    private mutating func count(_ message: Message, on shell: String?) -> ExecuteRequest {
        var request = ExecuteRequest(message)
        if request.storeHistory { lanes[shell].executionCount += 1 }
        // A cell that doesn't count but is seen carries the number that it would have had.
        let count = lanes[shell].executionCount
        request.count = request.storeHistory || request.silent ? count : count + 1
        return request
    }

    private mutating func announce(_ request: ExecuteRequest, of message: Message, on shell: String?) {
        if !request.silent {
            publish(
                "execute_input", ["code": .string(request.code), "execution_count": .int(request.count)],
                parent: message.header.fields)
        }
        if request.storeHistory { lanes[shell].history.record(line: request.count, input: request.code) }
    }

    /// Runs a cell of the busy main shell that only shows what is there already; false where it is another.
    private mutating func recall(_ message: Message) -> Bool {
        let output = RecalledOutput()
        guard interpreter.recall(ExecuteRequest(message), output: output) else { return false }
        publishStatus("busy", parent: message)
        let request = count(message, on: nil)
        announce(request, of: message, on: nil)
        let cell = RunningCell(number: 0, job: .cell(message), request: request)
        if !request.silent {
            for event in output.events { show(event, of: cell, on: nil) }
        }
        reply(to: message, cell, .ok())
        publishIdle(message)
        return true
    }

    private mutating func finish(_ cell: RunningCell, _ outcome: ExecutionOutcome, on shell: String?) {
        if case .cell(let message) = cell.job { reply(to: message, cell, outcome) }
        lanes[shell].running = nil
        publishIdle(cell.message)
        if case .error = outcome, cell.request.stopOnError { abortWaiting(on: shell) }
        if !lanes[shell].waiting.isEmpty { begin(lanes[shell].waiting.removeFirst(), on: shell) }
    }

    private mutating func reply(to message: Message, _ cell: RunningCell, _ outcome: ExecutionOutcome) {
        var content: JSONObject
        switch outcome {
        case .ok(let expressions, let payload):
            content = ok(["user_expressions": .object(expressions.mapValues(\.json)), "payload": .array(payload.map(\.json))])
        case .error(let error):
            if !cell.request.silent { publish("error", error.json, parent: message.header.fields) }
            content = error.json.merging(["status": "error", "user_expressions": [:], "payload": []]) { $1 }
        }
        content["execution_count"] = .int(cell.request.count)
        // JupyterLab shows how long a cell took from this member.
        let metadata: JSONObject = ["started": .string(cell.started.description), "status": content["status"] ?? "ok"]
        reply(to: message, on: .shell, content, metadata: metadata)
    }

    /// Cells that wait behind a failed one are not run; what comms asked for is.
    private mutating func abortWaiting(on shell: String?) {
        let (waiting, count) = (lanes[shell].waiting, lanes[shell].executionCount)
        lanes[shell].waiting = []
        for job in waiting {
            switch job {
            case .cell(let message): abort(message, count: count)
            case .work: lanes[shell].waiting.append(job)
            }
        }
    }

    mutating func abort(_ message: Message, count: Int) {
        publishStatus("busy", parent: message)
        if message.header.type == "execute_request" {
            reply(to: message, on: .shell, ["status": "aborted", "execution_count": .int(count)], metadata: ["status": "aborted"])
        }
        publishIdle(message)
    }
}
