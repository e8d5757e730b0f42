import Glibc

/// A lock that several processes respect and that goes with its process, however that ends.
///
/// Source: flock(2); the lock belongs to the descriptor, so two of one process exclude each other as well.
final class FileLock: Sendable {
    private let descriptor: CInt

    enum Mode {
        /// Held by any number at once.
        case shared
        /// Held by one alone.
        case exclusive
    }

    /// Takes the lock; nil where it is held by others and `waits` is false.
    ///
    /// - Throws: the system's reason where the file can't be made.
    init?(_ path: String, _ mode: Mode, waits: Bool) throws(SystemFailure) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemFailure() }
        let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
        while flock(file, operation) != 0 {
            let failure = SystemFailure()
            if failure.number == EINTR { continue }
            close(file)
            if failure.number == EWOULDBLOCK { return nil }
            throw failure
        }
        descriptor = file
    }

    deinit { close(descriptor) }
}

/// What the system said.
struct SystemFailure: Error {
    let number: CInt
    var reason: String { String(cString: strerror(number)) }

    init() { number = errno }
}
