import Glibc

/// The three streams that a process is born with.
enum StandardStreams {
    /// Makes the standard streams harmless: those that the launcher has closed are opened on nothing, so that no socket takes their numbers, and what
    /// a C library writes to the standard output goes to the log.
    static func secure() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 { _ = open("/dev/null", O_RDWR) }
        dup2(2, 1)
    }

    /// Writes a line to the standard error output.
    static func complain(_ line: String) {
        write(line + "\n", to: 2)
    }

    /// Writes text to a descriptor; what cannot be written is lost.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}
