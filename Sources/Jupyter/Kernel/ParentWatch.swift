import CZeroMQ
import Glibc

/// Tells whether the program that started the kernel is gone, so that no kernel is left behind.
final class ParentWatch {
    private let parent = getppid()
    private let launcher: pid_t

    /// Descriptors that become readable when one of the processes ends.
    let descriptors: [Int32]
    /// How often to look where the system has no such descriptors.
    let interval: Duration?

    /// Watches only when a launcher has left its process identifier in `JPY_PARENT_PID`, as Jupyter does.
    init?(launcher: String?) {
        guard let launcher = launcher.flatMap(pid_t.init), launcher > 1 else { return nil }
        self.launcher = launcher
        // The launcher may have put a wrapper between itself and us, so both are watched.
        let processes = Set([launcher, parent])
        descriptors = processes.map { process_descriptor($0) }.filter { $0 >= 0 }
        interval = descriptors.count < processes.count ? .seconds(1) : nil
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    var isOrphaned: Bool {
        var items = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        return poll(&items, UInt(items.count), 0) > 0 || getppid() != parent || (kill(launcher, 0) != 0 && errno == ESRCH)
    }
}
