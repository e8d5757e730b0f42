import CZeroMQ
import Glibc

/// A file descriptor that becomes readable when somebody, on any thread or in a signal handler, has something for the kernel's thread.
package final class WakeDescriptor: Sendable {
    let descriptor: Int32

    /// Throws: ``JupyterError/transportFailed(operation:reason:)`` when the process has no descriptors left.
    package init() throws(JupyterError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .transportFailed(operation: "make an event descriptor", reason: FileBytes.systemReason()) }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable.
    package func signal() {
        Self.signal(descriptor)
    }

    /// Safe in a signal handler.
    static func signal(_ descriptor: Int32) {
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Makes the descriptor wait for the next signal.
    package func reset() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
