import Doors
import Foundation
import Jupyter
import Logging
import Synchronization
import Testing

/// A kernel on a thread of this process, and a front end that has just been welcomed.
final class RunningKernel: @unchecked Sendable {
    enum Link: CaseIterable, Sendable {
        case memory, tcp, ipc, curve
    }

    let frontEnd: FrontEnd
    let signals: KernelSignals
    let comms = CommService()
    private(set) var zeroMQ: ZeroMQLine?
    private(set) var connection: ConnectionFile
    private let ended: Exit

    private final class Exit: Sendable { let value = Mutex<KernelExit?>(nil) }

    private final class Bound: Sendable { let value = Mutex<ConnectionFile?>(nil) }

    init(_ link: Link, key: String = "a key", launcher: String? = nil, at ports: ConnectionFile? = nil, doors: Doors = Doors()) throws {
        let wake = try WakeDescriptor()
        let signals = KernelSignals(wake: wake)
        self.signals = signals
        let exit = Exit()
        ended = exit
        let options = KernelOptions(
            handlesSignals: false, launcher: launcher, doors: doors, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        connection = ports ?? ConnectionFile(key: key)
        if link == .memory {
            let transport = InMemoryTransport(wake: wake)
            nonisolated(unsafe) let moved = transport
            let (connection, comms) = (connection, comms)
            Thread.detachNewThread {
                let result = try? Kernel.run(
                    on: moved, connection: connection, interpreter: EchoInterpreter(), comms: comms, options: options, signals: signals, wake: wake)
                exit.value.withLock { $0 = result }
            }
            frontEnd = FrontEnd(line: InMemoryLine(transport.peer), key: key)
        } else {
            if link == .ipc {
                connection.transport = .ipc
                connection.ip = "/tmp/easel-test-\(UUID())"
                (connection.shellPort, connection.iopubPort, connection.stdinPort) = (1, 2, 3)
                (connection.controlPort, connection.heartbeatPort) = (4, 5)
            }
            if link == .curve { connection.curve = ZeroMQLine.newKeys() }
            let isBound = DispatchSemaphore(value: 0)
            let (wanted, comms) = (connection, comms)
            let bound = Bound()
            Thread.detachNewThread {
                let result = try? Kernel.run(
                    connection: wanted, interpreter: EchoInterpreter(), comms: comms, options: options, signals: signals, wake: wake
                ) { connection in
                    bound.value.withLock { $0 = connection }
                    isBound.signal()
                }
                exit.value.withLock { $0 = result }
            }
            try #require(isBound.wait(timeout: .now() + 5) == .success)
            connection = try #require(bound.value.withLock { $0 })
            let line = try ZeroMQLine(connection)
            zeroMQ = line
            frontEnd = FrontEnd(line: line, key: key)
        }
        // In memory the first status is kept for whoever comes later; sockets drop it when nobody listens yet.
        while try frontEnd.next(on: .iopub).type != "iopub_welcome" {}
        _ = link == .memory && frontEnd.isSilent(on: .iopub, milliseconds: 2)
    }

    /// Tries to run a kernel where another one already listens.
    static func bindAgain(_ connection: ConnectionFile) throws -> KernelExit {
        try Kernel.run(connection: connection, interpreter: EchoInterpreter(), options: KernelOptions(handlesSignals: false))
    }

    deinit {
        signals.terminate()
        _ = waitForExit(within: 3)
    }

    /// How the kernel left; nothing when it has not.
    func waitForExit(within seconds: Double) -> KernelExit? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let exit = ended.value.withLock({ $0 }) { return exit }
            usleep(500)
        }
        return nil
    }
}
