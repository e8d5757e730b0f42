import Doors
import Jupyter
import Testing

/// Ports that are listened on before the kernel is there.
@Suite(.serialized) struct DoorsTests {
    /// Open doors at ports that are free, since a kernel has just left them.
    private func open() throws -> (ConnectionFile, Doors) {
        let kernel = try RunningKernel(.tcp)
        let connection = kernel.connection
        kernel.signals.terminate()
        try #require(kernel.waitForExit(within: 3) != nil)
        let ports = [connection.shellPort, connection.iopubPort, connection.stdinPort, connection.controlPort, connection.heartbeatPort]
        return (connection, Doors(opening: ports, at: connection.ip))
    }

    /// A kernel that bound the ports itself would find them taken.
    @Test func kernelsTakeOpenDoorsOver() throws {
        let (connection, doors) = try open()
        let kernel = try RunningKernel(.tcp, key: connection.key, at: connection, doors: doors)
        #expect(kernel.connection == connection)
        #expect(try kernel.frontEnd.run("out hello\n").published.text() == "hello\n")
        #expect(try kernel.zeroMQ?.beat([1, 2]) == [[1, 2]])
    }

    @Test func doorsAreHandedOverAsText() throws {
        let (connection, doors) = try open()
        #expect(Doors(doors.description) == doors && doors[connection.shellPort] != nil)
        let taken = Doors(opening: [connection.shellPort, 0, 70_000], at: connection.ip)
        #expect(taken.isEmpty, "a port that is taken, one that the system chooses, and none at all")
        #expect(Doors(opening: [connection.shellPort], at: "localhost").isEmpty)
        // The sockets belong to nobody now.
        _ = try RunningKernel(.tcp, key: connection.key, at: connection, doors: doors)
    }

    @Test(arguments: ["", "x", "5=", "5=0", "5=99999", "5=-1", "=", "5=3=4", "5=123456789012345678901"])
    func whatListensToNothingIsNoDoor(_ text: String) {
        #expect(Doors(text).isEmpty)
    }
}
