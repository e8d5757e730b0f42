import JSONValues
import Foundation
import Jupyter
import Testing

/// A whole kernel with its threads, over every transport.
@Suite(.serialized) struct KernelTests {
    @Test(arguments: RunningKernel.Link.allCases)
    func cellsAndIntrospection(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let (reply, published) = try kernel.frontEnd.run("out hello, world\nvalue 2\nshow a\nupdate b\nclear\nerr oh")
        #expect(
            published.types == [
                "status", "execute_input", "stream", "execute_result", "display_data", "update_display_data", "clear_output", "stream",
                "status",
            ])
        #expect(published.text() == "hello, world\n" && published.text("stderr") == "oh\n")
        #expect(reply.content["status"] == "ok" && reply.content["execution_count"] == 1)
        for (type, field) in [
            ("complete_request", "matches"), ("inspect_request", "found"), ("is_complete_request", "status"),
            ("history_request", "history"),
        ] {
            let request = kernel.frontEnd.send(type, ["code": "x"])
            #expect(try kernel.frontEnd.next(on: .shell).content[field] != nil)
            #expect(try kernel.frontEnd.publications(until: request).compactMap(\.state) == ["busy", "idle"])
        }
        let request = kernel.frontEnd.send("kernel_info_request", on: .control)
        #expect(try kernel.frontEnd.next(on: .control).type == "kernel_info_reply")
        #expect(try kernel.frontEnd.publications(until: request).compactMap(\.state) == ["busy", "idle"])
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func everySubscriberIsWelcomed(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        try kernel.frontEnd.line.subscribeAgain()
        var welcome = try kernel.frontEnd.next(on: .iopub)
        // Whoever subscribes early enough hears of the start first.
        while welcome.type == "status" { welcome = try kernel.frontEnd.next(on: .iopub) }
        #expect(welcome.type == "iopub_welcome" && welcome.content["subscription"] == "")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func floodsArriveWhole(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let (_, published) = try kernel.frontEnd.run("flood 200000")
        #expect(published.text() == (0..<200_000).map { "\($0)\n" }.joined())
        let streams = published.filter { $0.type == "stream" }.count
        #expect(streams < 120, "about 1.3 MB in pieces of 16 kB")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func smallOutputsAreJoinedAndComeInTime(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let request = kernel.frontEnd.execute("out a\nout b\nerr c\nout d\nsleep 1500\nout e")
        var published: [Message] = []
        let start = ContinuousClock.now
        while published.filter({ $0.type == "stream" }).count < 3 { published.append(try kernel.frontEnd.next(on: .iopub)) }
        #expect(ContinuousClock.now - start < .milliseconds(1000))
        published += try kernel.frontEnd.publications(until: request)
        #expect(published.filter { $0.type == "stream" }.map { $0.content["text"] } == ["a\nb\n", "c\n", "d\n", "e\n"])
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func failureAbortsOnlyWaitingCells(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        kernel.frontEnd.execute("sleep 60\nfail Broken")
        for _ in 0..<3 { kernel.frontEnd.execute("out never") }
        let info = kernel.frontEnd.send("kernel_info_request")
        let first = try kernel.frontEnd.next(on: .shell)
        #expect(first.type == "kernel_info_reply" && first.parentID == info.header.id)
        let states = try (0..<4).map { _ in try kernel.frontEnd.next(on: .shell).content["status"]?.string }
        #expect(states == ["error", "aborted", "aborted", "aborted"])
        let (reply, published) = try kernel.frontEnd.run("out again")
        #expect(reply.content["execution_count"] == 2)
        #expect(published.text() == "again\n")
    }

    @Test(arguments: RunningKernel.Link.allCases, [false, true])
    func interruptsStopTheCellAndKeepTheState(link: RunningKernel.Link, bySignal: Bool) throws {
        let kernel = try RunningKernel(link)
        kernel.signals.interrupt()
        _ = try kernel.frontEnd.run("set precious")
        kernel.frontEnd.execute("wait")
        kernel.frontEnd.execute("out never")
        usleep(50_000)
        let start = ContinuousClock.now
        if bySignal {
            kernel.signals.interrupt()
        } else {
            kernel.frontEnd.send("interrupt_request", on: .control)
            #expect(try kernel.frontEnd.next(on: .control).content == ["status": "ok"])
        }
        let reply = try kernel.frontEnd.next(on: .shell)
        #expect(reply.content["ename"] == "Interrupted")
        #expect(ContinuousClock.now - start < .milliseconds(500))
        #expect(try kernel.frontEnd.next(on: .shell).content["status"] == "aborted")
        #expect(try kernel.frontEnd.run("get").published.text() == "precious")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func answersWhileACellRuns(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let cell = kernel.frontEnd.execute("wait")
        while try kernel.frontEnd.next(on: .iopub).type != "execute_input" {}
        let request = kernel.frontEnd.send("complete_request", ["code": "e"])
        #expect(try kernel.frontEnd.next(on: .shell, within: 0.5).type == "complete_reply")
        let states = try (0..<3).map { _ in try kernel.frontEnd.next(on: .iopub) }
        #expect(states.map(\.state) == ["busy", "idle", "busy"])
        #expect(states.map(\.parentID) == [request.header.id, request.header.id, cell.header.id])
        if let zeroMQ = kernel.zeroMQ { #expect(try zeroMQ.beat([1, 0, 2]) == [[1, 0, 2]]) }
        kernel.signals.interrupt()
        #expect(try kernel.frontEnd.next(on: .shell).content["status"] == "error")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func questionsAndAnswers(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        kernel.frontEnd.send("input_reply", ["value": "nobody asked"], on: .stdin)
        // Channels know nothing of each other: it must have arrived before somebody asks.
        usleep(100_000)
        let cell = kernel.frontEnd.execute("secret name?", ["allow_stdin": true])
        let question = try kernel.frontEnd.next(on: .stdin)
        #expect(question.content == ["prompt": "name?", "password": true] && question.parentID == cell.header.id)
        kernel.frontEnd.send("input_reply", ["value": "stale"], on: .stdin, parent: ["msg_id": "another"])
        kernel.frontEnd.send("input_reply", ["value": "Ada"], on: .stdin, parent: question.header.fields)
        #expect(try kernel.frontEnd.publications(until: cell).text() == "got Ada")
        _ = try kernel.frontEnd.next(on: .shell)

        let refused = try kernel.frontEnd.run("ask name?", ["allow_stdin": false]).reply
        #expect(refused.content["evalue"] == .string(JupyterError.inputNotAllowed.description))

        kernel.frontEnd.execute("ask name?", ["allow_stdin": true])
        _ = try kernel.frontEnd.next(on: .stdin)
        kernel.signals.interrupt()
        #expect(try kernel.frontEnd.next(on: .shell).content["evalue"] == .string(JupyterError.inputInterrupted.description))
        kernel.frontEnd.send("input_reply", ["value": "too late"], on: .stdin)
        kernel.frontEnd.execute("ask again?", ["allow_stdin": true])
        let again = try kernel.frontEnd.next(on: .stdin)
        kernel.frontEnd.send("input_reply", ["value": "now"], on: .stdin, parent: again.header.fields)
        #expect(try kernel.frontEnd.next(on: .shell).content["status"] == "ok")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func strangersAndGarbageAreIgnored(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let line = kernel.frontEnd.line
        let request = Message(header: MessageHeader(type: "execute_request", id: "1", session: "s"), content: ["code": "out forged"])
        line.send(MessageCodec(key: "wrong").encode(request), on: .shell)
        for channel in [Channel.shell, .control, .stdin] {
            for frames in [
                [[]], [[1, 2, 3]], [Array("<IDS|MSG>".utf8)], Array(repeating: [UInt8](repeating: 7, count: 1 << 20), count: 5),
            ] as [[[UInt8]]] {
                line.send(frames, on: channel)
            }
        }
        let replayed = kernel.frontEnd.codec.encode(
            Message(header: MessageHeader(type: "execute_request", id: "2", session: "s"), content: ["code": "out once"]))
        line.send(replayed, on: .shell)
        line.send(replayed, on: .shell)
        #expect(try kernel.frontEnd.next(on: .shell).content["execution_count"] == 1)
        #expect(try kernel.frontEnd.run("out fine").reply.content["execution_count"] == 2)
        #expect(kernel.frontEnd.isSilent(on: .shell))
    }

    @Test(arguments: RunningKernel.Link.allCases, [false, true])
    func shutdownIsPromptEvenWhileACellRuns(link: RunningKernel.Link, restart: Bool) throws {
        let kernel = try RunningKernel(link)
        kernel.frontEnd.execute("sleep 300")
        usleep(30_000)
        let start = ContinuousClock.now
        let request = kernel.frontEnd.send("shutdown_request", ["restart": .bool(restart)], on: .control)
        #expect(kernel.waitForExit(within: 2) == .shutdown(restart: restart))
        #expect(ContinuousClock.now - start < .milliseconds(700))
        #expect(try kernel.frontEnd.next(on: .control).content == ["status": "ok", "restart": .bool(restart)])
        _ = try kernel.frontEnd.publications(until: request)
        usleep(300_000)
    }

    @Test func deepRecursionHasRoom() throws {
        let kernel = try RunningKernel(.memory)
        #expect(try kernel.frontEnd.run("deep 1000000").published.text() == "1000000")
    }

    @Test func leavesWithItsLauncher() throws {
        for link in RunningKernel.Link.allCases {
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/bin/sleep")
            child.arguments = ["100"]
            try child.run()
            let kernel = try RunningKernel(link, launcher: "\(child.processIdentifier)")
            #expect(kernel.waitForExit(within: 0.1) == nil)
            kill(child.processIdentifier, SIGKILL)
            #expect(kernel.waitForExit(within: 0.5) == .orphaned)
            let late = try RunningKernel(.memory, launcher: "\(child.processIdentifier)")
            #expect(late.waitForExit(within: 0.5) == .orphaned)
        }
        let kept = try RunningKernel(.memory, launcher: "\(getpid())")
        #expect(kept.waitForExit(within: 1.3) == nil)
        kept.signals.terminate()
        #expect(kept.waitForExit(within: 1) == .signal)
    }

    @Test func takenPortsAreNamed() throws {
        let kernel = try RunningKernel(.tcp)
        #expect {
            _ = try RunningKernel.bindAgain(kernel.connection)
        } throws: { error in
            guard case .cannotBind(let endpoint, let reason) = error as? JupyterError else { return false }
            return endpoint == "tcp://127.0.0.1:\(kernel.connection.heartbeatPort)" && reason == "Address already in use"
        }
    }

    @Test func portsAreFreeAfterwards() throws {
        let first = try RunningKernel(.tcp)
        first.frontEnd.send("shutdown_request", ["restart": true], on: .control)
        #expect(first.waitForExit(within: 2) == .shutdown(restart: true))
        let second = try RunningKernel(.tcp, at: first.connection)
        #expect(second.connection == first.connection)
        #expect(try second.frontEnd.run("out new").published.text() == "new\n")
    }

    /// Without the keys nobody gets through, with and without encryption of their own.
    @Test func strangersToTheKeysAreNotHeard() throws {
        let kernel = try RunningKernel(.curve)
        for keys in [nil, ZeroMQLine.newKeys()] {
            var connection = kernel.connection
            connection.curve = keys
            let stranger = FrontEnd(line: try ZeroMQLine(connection), key: "a key")
            stranger.send("kernel_info_request")
            #expect(stranger.isSilent(on: .shell, milliseconds: 200) && stranger.isSilent(on: .iopub, milliseconds: 1))
        }
        #expect(try kernel.frontEnd.run("out fine").published.text() == "fine\n")
    }
}
