import Dispatch
import Foundation
import Glibc
import Jupyter

/// Work that Ctrl-C interrupts.
enum Interruptible {
    /// Runs `body` on a thread with a stack that deep recursions of cells fit in, and returns what it returns. The first SIGINT calls `interrupt`; the second
    /// within two seconds leaves the process.
    static func run(interrupt: @escaping @Sendable () -> Void, _ body: @escaping @Sendable () -> Int32) throws -> Int32 {
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: DispatchQueue(label: "easel.interrupt"))
        let presses = Presses()
        source.setEventHandler {
            guard presses.isFirst(at: .now) else {
                StandardStreams.complain("\nquit")
                _exit(130)
            }
            StandardStreams.complain("\ninterrupting; press Ctrl-C again to quit")
            interrupt()
        }
        source.resume()
        defer { source.cancel() }
        let finished = DispatchSemaphore(value: 0)
        let result = Result()
        try SystemThread.start("cells", stackSize: 512 << 20) {
            result.code = body()
            finished.signal()
        }
        finished.wait()
        return result.code
    }

    /// Only the handler's queue touches it.
    private final class Presses: @unchecked Sendable {
        private var last: ContinuousClock.Instant?

        func isFirst(at now: ContinuousClock.Instant) -> Bool {
            defer { last = now }
            return last.map { now - $0 > .seconds(2) } ?? true
        }
    }

    /// Written before the semaphore is signalled, read after.
    private final class Result: @unchecked Sendable {
        var code: Int32 = 0
    }
}
