import Foundation
import JSONValues
import Jupyter
import Testing

/// Cells beside cells: Jupyter enhancement proposal 91.
@Suite(.serialized) struct SubshellTests {
    private func create(_ kernel: RunningKernel) throws -> String {
        kernel.frontEnd.send("create_subshell_request", on: .control)
        return try #require(try kernel.frontEnd.next(on: .control).content["subshell_id"]?.string)
    }

    private func list(_ kernel: RunningKernel) throws -> JSONValue? {
        kernel.frontEnd.send("list_subshell_request", on: .control)
        return try kernel.frontEnd.next(on: .control).content["subshell_id"]
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func aCellRunsBesideAnother(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        _ = try kernel.frontEnd.run("set precious")
        let shell = try create(kernel)
        let long = kernel.frontEnd.execute("wait")
        let look = kernel.frontEnd.execute("get", subshell: shell)
        let reply = try kernel.frontEnd.next(on: .shell, within: 1)
        #expect(reply.parentHeader == look.header.fields && reply.content["status"] == "ok")
        #expect(reply.content["execution_count"] == 1, "a subshell counts its own cells")
        let published = try kernel.frontEnd.publications(until: look)
        #expect(published.filter { $0.parentID == look.header.id }.text() == "precious")
        let after = try kernel.frontEnd.next(on: .iopub)
        #expect(after.state == "busy" && after.parentID == long.header.id, "the kernel stays busy with the cell that goes on")
        kernel.signals.interrupt()
        #expect(try kernel.frontEnd.next(on: .shell).parentHeader == long.header.fields)
        _ = try kernel.frontEnd.publications(until: long)
        #expect(try kernel.frontEnd.run("get").reply.content["execution_count"] == 3)
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func cellsOfASubshellWaitForEachOther(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let shell = try create(kernel)
        let first = kernel.frontEnd.execute("sleep 50\nfail Broken", subshell: shell)
        let second = kernel.frontEnd.execute("out never", subshell: shell)
        let other = kernel.frontEnd.execute("sleep 200\nout done")
        let replies = try (0..<3).map { _ in try kernel.frontEnd.next(on: .shell) }
        #expect(replies.map(\.parentID) == [first, second, other].map(\.header.id))
        #expect(replies.map { $0.content["status"] } == ["error", "aborted", "ok"])
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func interruptsReachAllShells(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let shell = try create(kernel)
        kernel.frontEnd.execute("wait")
        kernel.frontEnd.execute("wait", subshell: shell)
        usleep(50_000)
        kernel.frontEnd.send("interrupt_request", on: .control)
        #expect(try (0..<2).map { _ in try kernel.frontEnd.next(on: .shell, within: 1).content["ename"] } == ["Interrupted", "Interrupted"])
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func questionsOfTwoShells(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let shell = try create(kernel)
        let main = kernel.frontEnd.execute("ask main?", ["allow_stdin": true])
        let mainQuestion = try kernel.frontEnd.next(on: .stdin)
        let beside = kernel.frontEnd.execute("ask beside?", ["allow_stdin": true], subshell: shell)
        let besideQuestion = try kernel.frontEnd.next(on: .stdin)
        #expect([mainQuestion.parentID, besideQuestion.parentID] == [main.header.id, beside.header.id])
        kernel.frontEnd.send("input_reply", ["value": "two"], on: .stdin, parent: besideQuestion.header.fields)
        #expect(try kernel.frontEnd.next(on: .shell).parentID == beside.header.id)
        kernel.frontEnd.send("input_reply", ["value": "one"], on: .stdin, parent: mainQuestion.header.fields)
        #expect(try kernel.frontEnd.next(on: .shell).parentID == main.header.id)
        let published = try kernel.frontEnd.publications(until: main)
        #expect(published.filter { $0.parentID == main.header.id }.text() == "got one")
        #expect(published.filter { $0.parentID == beside.header.id }.text() == "got two")
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func deletionLeavesNobodyWaiting(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let (kept, gone) = (try create(kernel), try create(kernel))
        #expect(try list(kernel) == .array([.string(kept), .string(gone)]))
        let running = kernel.frontEnd.execute("wait", subshell: gone)
        let waiting = kernel.frontEnd.execute("out never", subshell: gone)
        // Control overtakes shell, so both cells must have arrived.
        kernel.frontEnd.send("kernel_info_request")
        #expect(try kernel.frontEnd.next(on: .shell).type == "kernel_info_reply")
        kernel.frontEnd.send("delete_subshell_request", ["subshell_id": .string(gone)], on: .control)
        #expect(try kernel.frontEnd.next(on: .control).content == ["status": "ok"])
        for request in [running, waiting] {
            let reply = try kernel.frontEnd.next(on: .shell)
            #expect(reply.parentID == request.header.id && reply.content["status"] == "aborted")
        }
        #expect(try list(kernel) == .array([.string(kept)]))
        for content in [["subshell_id": .string(gone)], ["subshell_id": 7], [:]] as [JSONObject] {
            kernel.frontEnd.send("delete_subshell_request", content, on: .control)
            #expect(try kernel.frontEnd.next(on: .control).content["status"] == "error")
        }
    }

    @Test(arguments: RunningKernel.Link.allCases)
    func unknownSubshellsAreRefused(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        for type in ["execute_request", "complete_request", "kernel_info_request"] {
            let request = kernel.frontEnd.send(type, ["code": "out never"], subshell: "nobody")
            let reply = try kernel.frontEnd.next(on: .shell)
            #expect(reply.content["status"] == "error" && reply.content["ename"] == "SubshellError")
            #expect(try kernel.frontEnd.publications(until: request).compactMap(\.state) == ["busy", "idle"])
        }
    }
}
