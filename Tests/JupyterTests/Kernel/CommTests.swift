import Foundation
import JSONValues
import Jupyter
import Synchronization
import Testing

/// Lines between front ends' widgets and ours.
@Suite(.serialized) struct CommTests {
    /// Sends a comm's message and gives what is published on its behalf, its states apart.
    private func tell(_ kernel: RunningKernel, _ type: String, _ content: JSONObject, buffers: [[UInt8]] = []) throws -> [Message] {
        let request = kernel.frontEnd.send(type, content.merging(["comm_id": "c1"]) { old, _ in old }, buffers: buffers)
        // Whoever subscribes early enough hears of the kernel's start.
        let published = try kernel.frontEnd.publications(until: request).filter { $0.state != "starting" }
        #expect(published.allSatisfy { $0.parentID == request.header.id })
        return published.filter { $0.type != "status" }
    }

    private func info(_ kernel: RunningKernel, _ content: JSONObject = [:]) throws -> JSONValue? {
        let request = kernel.frontEnd.send("comm_info_request", content)
        _ = try kernel.frontEnd.publications(until: request)
        return try kernel.frontEnd.next(on: .shell).content["comms"]
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func frontEndsOpenSpeakAndClose(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let closing = Mutex<CommMessage?>(nil)
        kernel.comms.register("echo") { comm, opening in
            comm.send(["hello": .object(opening.data)])
            comm.onMessage { message in
                comm.send(["echo": .object(message.data)], metadata: ["m": 1], buffers: message.buffers.reversed())
                return nil
            }
            comm.onClose { message in
                closing.withLock { $0 = message }
                comm.send(["never": "sent"])
                return nil
            }
            return nil
        }
        let opened = try tell(kernel, "comm_open", ["target_name": "echo", "data": ["a": 1]])
        #expect(opened.map(\.content) == [["comm_id": "c1", "data": ["hello": ["a": 1]]]])
        #expect(try info(kernel) == ["c1": ["target_name": "echo"]])
        #expect(try info(kernel, ["target_name": "echo"]) == ["c1": ["target_name": "echo"]])
        #expect(try info(kernel, ["target_name": "other"]) == [:])

        let answer = try tell(kernel, "comm_msg", ["data": ["b": 2]], buffers: [[1, 2], [], [3]])
        #expect(answer.types == ["comm_msg"])
        let echo = try #require(answer.first)
        #expect(echo.content == ["comm_id": "c1", "data": ["echo": ["b": 2]]])
        #expect(echo.metadata == ["m": 1] && echo.buffers == [[3], [], [1, 2]])

        #expect(try tell(kernel, "comm_close", ["data": ["why": "done"]]).isEmpty)
        #expect(closing.withLock { $0 } == CommMessage(data: ["why": "done"]))
        #expect(try info(kernel) == [:])
        #expect(try tell(kernel, "comm_msg", ["data": ["late": 1]]).isEmpty)
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func unknownTargetsAreClosed(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let answer = try tell(kernel, "comm_open", ["target_name": "nobody"])
        #expect(answer.types == ["comm_close"] && answer[0].content == ["comm_id": "c1", "data": [:]])
        for content in [["comm_id": .null], ["comm_id": 3, "target_name": []], ["comm_id": ""]] as [JSONObject] {
            for type in ["comm_open", "comm_msg", "comm_close"] { #expect(try tell(kernel, type, content).isEmpty) }
        }
    }

    /// A stop button: its handler runs while a cell does.
    @Test(arguments: RunningKernel.Link.allCases)
    func messagesArriveWhileACellRuns(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let signals = kernel.signals
        kernel.comms.register("button") { comm, _ in
            comm.onMessage { _ in
                signals.interrupt()
                return nil
            }
            return nil
        }
        _ = try tell(kernel, "comm_open", ["target_name": "button"])
        let cell = kernel.frontEnd.execute("wait")
        while try kernel.frontEnd.next(on: .iopub).type != "execute_input" {}
        let press = kernel.frontEnd.send("comm_msg", ["comm_id": "c1", "data": [:]])
        let reply = try kernel.frontEnd.next(on: .shell, within: 1)
        #expect(reply.parentID == cell.header.id && reply.content["ename"] == "Interrupted")
        let states = try kernel.frontEnd.publications(until: cell).filter { $0.state != nil }
        #expect(states.map(\.parentID) == [press, press, cell, cell].map(\.header.id))
        #expect(states.map(\.state) == ["busy", "idle", "busy", "idle"])
    }

    /// A slider: what it asks for is done on the engine thread, after the cells that came before, and what that outputs belongs to the slider's message.
    @Test(arguments: RunningKernel.Link.allCases)
    func workWaitsForItsTurn(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        kernel.comms.register("slider") { comm, _ in
            comm.onMessage { message in
                CommWork { output in
                    output.stdout("drawn at \(message.data["value"]?.int ?? -1)")
                    comm.send(["state": ["value": message.data["value"] ?? .null]])
                }
            }
            return nil
        }
        _ = try tell(kernel, "comm_open", ["target_name": "slider"])
        let idle = try tell(kernel, "comm_msg", ["data": ["value": 1]])
        #expect(idle.types == ["stream", "comm_msg"] && idle.text() == "drawn at 1")

        let cell = kernel.frontEnd.execute("sleep 100\nout cell\nfail Broken")
        let move = kernel.frontEnd.send("comm_msg", ["comm_id": "c1", "data": ["value": 2]])
        let next = kernel.frontEnd.execute("out never")
        let published = try kernel.frontEnd.publications(until: move)
        #expect(published.filter { $0.parentID == cell.header.id }.text() == "cell\n")
        #expect(published.filter { $0.parentID == move.header.id }.text() == "drawn at 2", "an error aborts cells, not what a comm asked for")
        let order = published.filter { $0.type != "status" || $0.state == "idle" }.map(\.parentID)
        #expect(order.last == move.header.id && order.firstIndex(of: move.header.id)! > order.lastIndex(of: cell.header.id)!)
        let states = try (0..<2).map { _ in try kernel.frontEnd.next(on: .shell) }
        #expect(states.map { $0.content["status"] } == ["error", "aborted"] && states[1].parentID == next.header.id)
    }

    /// What a cell says through a comm stands in its output's order and has the cell as its parent; what nobody's thread says has no parent.
    @Test(arguments: RunningKernel.Link.allCases)
    func cellsOpenAndSpeak(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let comms = kernel.comms
        let work = CommWork { output in
            output.stdout("before")
            let comm = comms.open("plot", CommMessage(data: ["x": 1], metadata: ["version": "2.1.0"], buffers: [[9]]), id: "c2")
            output.stdout("between")
            comm.send(["x": 2])
            comm.close(["x": 3])
            comm.close()
            comm.send(["x": 4])
            output.stdout("after")
        }
        comms.register("start") { _, _ in work }
        let published = try tell(kernel, "comm_open", ["target_name": "start"])
        #expect(published.types == ["stream", "comm_open", "stream", "comm_msg", "comm_close", "stream"])
        let opening = try #require(published.first { $0.type == "comm_open" })
        #expect(opening.content == ["comm_id": "c2", "target_name": "plot", "data": ["x": 1]])
        #expect(opening.metadata == ["version": "2.1.0"] && opening.buffers == [[9]])

        let comm = comms.open("timer")
        #expect(comm.isOpen)
        let alone = try kernel.frontEnd.next(on: .iopub)
        #expect(alone.type == "comm_open" && alone.parentHeader == [:])
    }
}
