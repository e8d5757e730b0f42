import Glibc

/// Reading and writing whole files.
enum FileBytes {
    /// The content of a file.
    ///
    /// Throws: ``JupyterError/unreadableFile(path:reason:)``.
    static func read(_ path: String) throws(JupyterError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadableFile(path: path, reason: systemReason()) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += piece[..<count]
            } else if errno != EINTR {
                throw .unreadableFile(path: path, reason: systemReason())
            }
        }
    }

    /// Puts `bytes` in the place of a file at once: whoever reads it sees the old content or the new.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)``.
    static func write(_ bytes: [UInt8], to path: String) throws(JupyterError) {
        let draft = "\(path).\(getpid()).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritableFile(path: path, reason: systemReason()) }
        let complete = writeAll(bytes, to: descriptor)
        let reason = systemReason()
        guard close(descriptor) == 0, complete, rename(draft, path) == 0 else {
            let reason = complete ? systemReason() : reason
            unlink(draft)
            throw .unwritableFile(path: path, reason: reason)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// What the system says about the last call that failed.
    static func systemReason() -> String {
        String(cString: strerror(errno))
    }
}
