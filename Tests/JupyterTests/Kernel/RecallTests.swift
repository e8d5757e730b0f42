import JSONValues
import Jupyter
import Testing

/// A cell that only shows what is there already is answered while another runs, ahead of those that wait.
@Suite(.serialized) struct RecallTests {
    @Test(arguments: [RunningKernel.Link.memory, .tcp])
    func itOvertakesTheCellsThatWait(link: RunningKernel.Link) throws {
        let kernel = try RunningKernel(link)
        let cell = kernel.frontEnd.execute("wait")
        while try kernel.frontEnd.next(on: .iopub).type != "execute_input" {}
        let waiting = kernel.frontEnd.execute("out later")
        let recalled = kernel.frontEnd.execute("recall")
        let reply = try kernel.frontEnd.next(on: .shell, within: 0.5)
        #expect(reply.parentID == recalled.header.id && reply.content["status"] == "ok" && reply.content["execution_count"] == 2)
        let published = try (0..<5).map { _ in try kernel.frontEnd.next(on: .iopub) }
        #expect(published.map(\.type) == ["status", "execute_input", "stream", "status", "status"])
        #expect(published.text() == "again" && published.map(\.state) == ["busy", nil, nil, "idle", "busy"])
        #expect(published.map(\.parentID) == Array(repeating: recalled.header.id, count: 4) + [cell.header.id])
        kernel.signals.interrupt()
        #expect(try kernel.frontEnd.next(on: .shell).content["status"] == "error")
        #expect(try kernel.frontEnd.next(on: .shell).parentID == waiting.header.id, "aborted behind the interrupted one")
        #expect(try kernel.frontEnd.run("recall").reply.content["status"] == "ok", "an idle kernel runs it like any other")
    }
}
