import Glibc
import Synchronization

/// What signals, or a host program in their place, ask of a kernel.
package final class KernelSignals: Sendable {
    private let interrupted = Atomic(false)
    private let terminated = Atomic(false)
    private let wake: WakeDescriptor

    package init(wake: WakeDescriptor) {
        self.wake = wake
    }

    /// Asks the running cell to stop.
    package func interrupt() {
        interrupted.store(true, ordering: .releasing)
        wake.signal()
    }

    /// Asks the kernel to leave.
    package func terminate() {
        terminated.store(true, ordering: .releasing)
        wake.signal()
    }

    func takeInterrupt() -> Bool {
        let isAsked = interrupted.exchange(false, ordering: .acquiringAndReleasing)
        let isSignalled = Self.received.exchange(false, ordering: .acquiringAndReleasing)
        return isAsked || isSignalled
    }

    var isTerminated: Bool {
        terminated.load(ordering: .acquiring) || Self.ending.load(ordering: .acquiring)
    }

    private static let received = Atomic(false)
    private static let ending = Atomic(false)
    private static let descriptor = Atomic<Int32>(-1)

    /// Takes SIGINT for an interrupt, and SIGTERM and SIGHUP for the wish to leave; ignores SIGPIPE.
    ///
    /// Handlers rather than a thread that waits: BLAS starts threads before we could block a signal in them.
    func install() {
        Self.received.store(false, ordering: .releasing)
        Self.descriptor.store(wake.descriptor, ordering: .releasing)
        handle([SIGINT]) { _ in
            KernelSignals.received.store(true, ordering: .releasing)
            KernelSignals.wakeKeepingErrno()
        }
        handle([SIGTERM, SIGHUP]) { _ in
            KernelSignals.ending.store(true, ordering: .releasing)
            KernelSignals.wakeKeepingErrno()
        }
        signal(SIGPIPE, SIG_IGN)
    }

    private static func wakeKeepingErrno() {
        let saved = errno
        WakeDescriptor.signal(descriptor.load(ordering: .acquiring))
        errno = saved
    }

    private func handle(_ signals: [Int32], with handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        for number in signals { sigaction(number, &action, nil) }
    }
}
