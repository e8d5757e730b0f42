import JSONValues
import Jupyter
import Logging
import Testing

/// The state machine alone: no sockets, no threads.
@Suite struct SessionTests {
    private var session = Session(
        interpreter: EchoInterpreter(), connection: ConnectionFile(shellPort: 11, key: ""),
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    private var count = 0

    private mutating func request(_ type: String, _ content: JSONObject = [:]) -> Message {
        count += 1
        var header = MessageHeader(type: type, id: "r\(count)", session: "client").fields
        header["unknown"] = ["kept": true]
        return Message(identities: [[7]], header: MessageHeader(.object(header))!, content: content)
    }

    private mutating func ask(_ type: String, _ content: JSONObject = [:], on channel: Channel = .shell) -> (
        sent: [Sent], actions: [Action]
    ) {
        let actions = session.receive(request(type, content), on: channel)
        return (actions.compactMap(Sent.init), actions)
    }

    private mutating func execute(_ code: String, _ more: JSONObject = [:]) -> (sent: [Sent], actions: [Action]) {
        ask("execute_request", more.merging(["code": .string(code)]) { $1 })
    }

    /// A message on its way, and the channel.
    fileprivate struct Sent {
        let message: Message
        let channel: Channel

        init?(_ action: Action) {
            guard case .send(let message, let channel) = action else { return nil }
            (self.message, self.channel) = (message, channel)
        }

        var summary: String { message.state ?? message.header.type }
    }

    @Test mutating func statusReplyAndParent() throws {
        for channel in [Channel.shell, .control] {
            let (sent, _) = ask("kernel_info_request", on: channel)
            #expect(sent.map(\.summary) == ["busy", "kernel_info_reply", "idle"])
            #expect(sent.map(\.channel) == [.iopub, channel, .iopub])
            for each in sent {
                #expect(each.message.parentHeader["unknown"] == ["kept": true])
                #expect(each.message.header.session == session.id)
                #expect(each.message.header.fields["version"] == "5.5")
            }
            let reply = sent.message(1)
            #expect(reply.identities == [[7]])
            #expect(reply.content["status"] == "ok")
            #expect(reply.content["supported_features"] == ["kernel subshells"])
            #expect(reply.content["language_info"]?["file_extension"] == ".swift")
        }
    }

    @Test mutating func identifiersAreFresh() {
        var ids: Set<String> = []
        for _ in 0..<5 {
            for sent in ask("kernel_info_request").sent { #expect(ids.insert(sent.message.header.id).inserted) }
        }
        #expect(ids.count == 15)
    }

    @Test mutating func startAndWelcome() throws {
        let start = session.start().compactMap(Sent.init)
        #expect(start.map(\.summary) == ["starting"])
        #expect(start.message(0).parentHeader.isEmpty)
        let welcome = try #require(session.subscriptionChanged([1] + Array("kernel".utf8)).compactMap(Sent.init).first).message
        #expect(welcome.identities == [Array("kernel".utf8)])
        #expect(welcome.content == ["subscription": "kernel"])
        #expect(welcome.parentHeader.isEmpty)
        for frame in [[], [0], [1, 0xFF, 0xFE], [2, 65]] as [[UInt8]] { #expect(session.subscriptionChanged(frame).isEmpty) }
    }

    @Test mutating func cellFromBusyToIdle() throws {
        let (sent, actions) = execute("out hi")
        #expect(sent.map(\.summary) == ["busy", "execute_input"])
        guard case .execute(let cell, 1, nil) = actions.last else {
            Issue.record("no cell to run")
            return
        }
        #expect(cell == ExecuteRequest(code: "out hi", count: 1))
        let output = session.cell(1, produced: .stream(.stdout, "hi\n")).compactMap(Sent.init)
        #expect(output.map(\.summary) == ["stream"])
        let outcome = ExecutionOutcome.ok(userExpressions: [
            "x": .ok(data: ["text/plain": "1"]), "y": .error(.init(name: "E", value: "v", traceback: ["t"])),
        ])
        let end = session.cell(1, produced: .finished(outcome)).compactMap(Sent.init)
        #expect(end.map(\.summary) == ["execute_reply", "idle"])
        let reply = end.message(0)
        #expect(reply.content["execution_count"] == 1)
        #expect(reply.content["user_expressions"]?["x"]?["data"]?["text/plain"] == "1")
        #expect(reply.content["user_expressions"]?["y"] == ["status": "error", "ename": "E", "evalue": "v", "traceback": ["t"]])
        #expect(reply.content["payload"] == [])
        #expect(reply.metadata["started"]?.string?.hasSuffix("Z") == true)
    }

    @Test mutating func countsOnlyStoredCells() {
        func number(_ actions: [Action]) -> Int? {
            for case .execute(let request, _, _) in actions { return request.count }
            return nil
        }
        #expect(number(execute("a").actions) == 1)
        _ = session.cell(1, produced: .finished(.error(.init(name: "E", value: "", traceback: []))))
        #expect(number(execute("b", ["store_history": false]).actions) == 2)
        _ = session.cell(2, produced: .finished(.ok()))
        #expect(number(execute("c", ["silent": true, "store_history": true]).actions) == 1)
        _ = session.cell(3, produced: .finished(.ok()))
        #expect(number(execute("  \n").actions) == 2)
        _ = session.cell(4, produced: .finished(.ok()))
        #expect(number(execute("d").actions) == 2)
        _ = session.cell(5, produced: .finished(.ok()))
        let items = ask("history_request", ["hist_access_type": "tail", "n": 10]).sent.message(1).content["history"]
        #expect(items == [[1, 1, "a"], [1, 2, "d"]])
    }

    @Test mutating func silentCellsShowNothing() {
        #expect(execute("x", ["silent": true]).sent.map(\.summary) == ["busy"])
        #expect(session.cell(1, produced: .stream(.stdout, "x")).isEmpty)
        #expect(session.cell(1, produced: .result(["text/plain": "x"], metadata: [:])).isEmpty)
        let end = session.cell(1, produced: .finished(.error(.init(name: "E", value: "", traceback: [])))).compactMap(Sent.init)
        #expect(end.map(\.summary) == ["execute_reply", "idle"])
        #expect(end.message(0).content["ename"] == "E")
    }

    @Test mutating func failureAbortsWhatWaits() {
        _ = execute("first")
        for _ in 0..<2 { #expect(execute("waits").sent.isEmpty) }
        let info = ask("kernel_info_request").sent
        #expect(info.map(\.summary) == ["busy", "kernel_info_reply", "idle", "busy"])
        #expect(info.last?.message.parentID == "r1")
        let end = session.cell(1, produced: .finished(.error(.init(name: "E", value: "v", traceback: ["t"])))).compactMap(Sent.init)
        #expect(
            end.map(\.summary) == ["error", "execute_reply", "idle", "busy", "execute_reply", "idle", "busy", "execute_reply", "idle"])
        let replies = end.map(\.message).filter { $0.type == "execute_reply" }
        #expect(replies.map { $0.content["status"] } == ["error", "aborted", "aborted"])
        #expect(end.map(\.message.parentID) == ["r1", "r1", "r1", "r2", "r2", "r2", "r3", "r3", "r3"])
        #expect(execute("after").sent.map(\.summary) == ["busy", "execute_input"])
    }

    @Test mutating func failureWithoutStopRunsTheNext() {
        _ = execute("first", ["stop_on_error": false])
        _ = execute("second")
        let actions = session.cell(1, produced: .finished(.error(.init(name: "E", value: "v", traceback: []))))
        #expect(actions.compactMap(Sent.init).map(\.summary) == ["error", "execute_reply", "idle", "busy", "execute_input"])
        #expect(actions.contains { if case .execute(let request, 2, nil) = $0 { request.code == "second" } else { false } })
    }

    @Test mutating func outputOfOtherCellsIsDropped() {
        #expect(session.cell(1, produced: .stream(.stdout, "early")).isEmpty)
        _ = execute("a")
        #expect(session.cell(7, produced: .stream(.stdout, "other")).isEmpty)
        _ = session.cell(1, produced: .finished(.ok()))
        #expect(session.cell(1, produced: .stream(.stdout, "late")).isEmpty)
        #expect(session.cell(1, produced: .finished(.ok())).isEmpty)
    }

    @Test mutating func displaysAndResults() {
        _ = execute("a")
        let data: MIMEBundle = ["image/png": "AAAA", "text/plain": "picture"]
        let shown = session.cell(1, produced: .display(data, metadata: ["k": 1], displayID: "d")).compactMap(Sent.init).message(0)
        #expect(shown.content == ["data": .object(data), "metadata": ["k": 1], "transient": ["display_id": "d"]])
        let update = session.cell(1, produced: .updateDisplay(data, metadata: [:], displayID: "d")).compactMap(Sent.init)[0]
        #expect(update.summary == "update_display_data")
        let result = session.cell(1, produced: .result(["text/plain": "2"], metadata: [:])).compactMap(Sent.init).message(0)
        #expect(result.content["execution_count"] == 1)
        let clear = session.cell(1, produced: .clearOutput(wait: true)).compactMap(Sent.init).message(0)
        #expect(clear.content == ["wait": true])
        _ = session.cell(1, produced: .finished(.ok()))
        #expect(ask("history_request", ["output": true]).sent.message(1).content["history"] == [[1, 1, ["a", "2"]]])
    }

    @Test mutating func historyOperations() {
        for (number, code) in ["let a = 1", "a", "let b = 2", "a", "print(a)"].enumerated() {
            _ = execute(code)
            _ = session.cell(number + 1, produced: .finished(.ok()))
        }
        var session = self
        func lines(_ content: JSONObject) -> [Int?] {
            session.ask("history_request", content).sent.message(1).content["history"]?.array?.map { $0.array?[1].int } ?? []
        }
        #expect(lines(["hist_access_type": "tail", "n": 2]) == [4, 5])
        #expect(lines(["hist_access_type": "tail", "n": -3]) == [])
        #expect(lines(["hist_access_type": "range", "session": 0, "start": 2, "stop": 4]) == [2, 3])
        #expect(lines(["hist_access_type": "range", "session": 1, "start": 4]) == [4, 5])
        #expect(lines(["hist_access_type": "range", "session": 9]) == [])
        #expect(lines(["hist_access_type": "range", "session": .int(.min), "start": .int(.min), "stop": .int(.min)]) == [])
        #expect(lines(["hist_access_type": "search", "pattern": "let*"]) == [1, 3])
        #expect(lines(["hist_access_type": "search", "pattern": "a"]) == [2, 4])
        #expect(lines(["hist_access_type": "search", "pattern": "a", "unique": true]) == [4])
        #expect(lines(["hist_access_type": "search", "pattern": "*a*", "n": 2]) == [4, 5])
        #expect(session.ask("history_request", ["hist_access_type": "hunch"]).sent.message(1).content["status"] == "error")
    }

    @Test mutating func introspection() {
        let cursor = { (sent: [Sent]) in sent.message(1).content["cursor_end"] }
        #expect(cursor(ask("complete_request", ["code": "e\u{301}🎨x", "cursor_pos": 3]).sent) == 3)
        #expect(cursor(ask("complete_request", ["code": "e\u{301}🎨x", "cursor_pos": 99]).sent) == 4)
        #expect(cursor(ask("complete_request", ["code": "abc", "cursor_pos": -5]).sent) == 0)
        #expect(cursor(ask("complete_request", ["code": "abc", "cursor_pos": .null]).sent) == 3)
        let completion = ask("complete_request", ["code": "ab"]).sent.message(1).content
        #expect(completion["matches"] == ["echo", "2"])
        #expect(
            completion["metadata"]?["_jupyter_types_experimental"]?.array?.first
                == ["text": "echo", "type": "function", "signature": "(text)", "start": 0, "end": 2])
        #expect(
            ask("inspect_request", ["code": "x", "detail_level": 1]).sent.message(1).content["data"]?["text/plain"] == "x at 1 in detail 1")
        #expect(ask("inspect_request").sent.message(1).content == ["status": "ok", "found": false, "data": [:], "metadata": [:]])
        #expect(ask("is_complete_request", ["code": "f {"]).sent.message(1).content == ["status": "incomplete", "indent": "    "])
        #expect(ask("is_complete_request", ["code": "}"]).sent.message(1).content == ["status": "complete"])
    }

    @Test mutating func oddities() {
        #expect(ask("comm_info_request").sent.message(1).content == ["status": "ok", "comms": [:]])
        let open = ask("comm_open", ["comm_id": "c", "target_name": "jupyter.widget"]).sent
        #expect(open.map(\.summary) == ["busy", "comm_close", "idle"])
        #expect(open.map(\.channel) == [.iopub, .iopub, .iopub])
        #expect(open.message(1).content == ["comm_id": "c", "data": [:]])
        #expect(ask("comm_msg", ["comm_id": "c"]).sent.map(\.summary) == ["busy", "idle"])
        #expect(ask("connect_request").sent.message(1).content["shell_port"] == 11)
        #expect(ask("execute_request", on: .control).sent.map(\.summary) == ["busy", "idle"])
        #expect(ask("anything", on: .iopub).sent.isEmpty)
        let debugging = ask("debug_request", ["seq": 3, "type": "request", "command": "initialize"], on: .control).sent
        #expect(debugging.map(\.summary) == ["busy", "debug_reply", "idle"])
        #expect(debugging.message(1).content["success"] == false && debugging.message(1).content["request_seq"] == 3)
    }

    @Test mutating func fieldsOfTheWrongType() {
        let wrong: [JSONValue] = [.null, 1, "text", [], [:], 1e300, true]
        for value in wrong {
            for type in ["complete_request", "inspect_request", "is_complete_request", "history_request", "comm_open", "comm_info_request"] {
                let keys = [
                    "code", "cursor_pos", "detail_level", "hist_access_type", "n", "session", "start", "stop", "pattern", "comm_id",
                ]
                let content = JSONObject(uniqueKeysWithValues: keys.map { ($0, value) })
                let sent = ask(type, content).sent
                #expect(sent.first?.summary == "busy" && sent.last?.summary == "idle")
            }
            let keys = ["code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error"]
            let (_, actions) = ask("execute_request", JSONObject(uniqueKeysWithValues: keys.map { ($0, value) }))
            for case .execute(_, let cell, _) in actions { _ = session.cell(cell, produced: .finished(.ok())) }
            _ = ask("input_reply", ["value": value], on: .stdin)
        }
    }

    @Test mutating func interrupts() {
        #expect(session.interrupt().isEmpty)
        let idle = ask("interrupt_request", on: .control)
        #expect(idle.sent.map(\.summary) == ["busy", "interrupt_reply", "idle"])
        #expect(!idle.actions.contains(.interrupt(shell: nil)))
        _ = execute("wait")
        #expect(session.interrupt() == [.interrupt(shell: nil)])
        let running = ask("interrupt_request", on: .control)
        #expect(running.actions.contains(.interrupt(shell: nil)))
        #expect(running.sent.map(\.summary) == ["busy", "interrupt_reply", "idle", "busy"])
        #expect(running.sent.message(1).content == ["status": "ok"])
    }

    @Test mutating func questions() throws {
        _ = execute("ask", ["allow_stdin": true])
        let question = session.cell(1, produced: .inputRequest(prompt: "name?", password: true)).compactMap(Sent.init)[0]
        #expect(question.channel == .stdin)
        #expect(question.message.identities == [[7]])
        #expect(question.message.parentID == "r1")
        #expect(question.message.content == ["prompt": "name?", "password": true])
        var stale = request("input_reply", ["value": "old"])
        stale.parentHeader = ["msg_id": "another"]
        #expect(session.receive(stale, on: .stdin).isEmpty)
        #expect(session.receive(request("input_reply", ["value": "Ada"]), on: .stdin) == [.supplyInput("Ada", shell: nil)])
        #expect(session.receive(request("input_reply", ["value": "again"]), on: .stdin).isEmpty)
    }

    @Test mutating func shutdownIsTheEnd() {
        _ = execute("wait")
        let (sent, actions) = ask("shutdown_request", ["restart": true], on: .control)
        #expect(sent.map(\.summary) == ["busy", "shutdown_reply", "idle"])
        #expect(sent.message(1).content == ["status": "ok", "restart": true])
        #expect(actions.last == .exit(restart: true))
        #expect(ask("kernel_info_request").actions.isEmpty)
        #expect(session.interrupt().isEmpty)
        #expect(session.subscriptionChanged([1]).isEmpty)
    }
}

extension [SessionTests.Sent] {
    /// The message at a place; where there are fewer, one that says nothing.
    fileprivate func message(_ index: Int) -> Message {
        indices.contains(index) ? self[index].message : Message(header: MessageHeader(type: "", id: "", session: ""))
    }
}
