import Glibc

/// Tells whether the program that started the kernel is gone, so that no kernel is left behind.
struct ParentWatch: Sendable {
    private let parent = getppid()
    private let launcher: pid_t

    /// Watches only when a launcher has left its process identifier in `JPY_PARENT_PID`, as Jupyter does.
    init?(launcher: String?) {
        guard let launcher = launcher.flatMap(pid_t.init), launcher > 1 else { return nil }
        self.launcher = launcher
    }

    var isOrphaned: Bool {
        // The launcher may have put a wrapper between itself and us, so both are looked at.
        getppid() != parent || (kill(launcher, 0) != 0 && errno == ESRCH)
    }
}
