import Glibc

/// Whole files read into memory, and written so that a reader sees the old content or the new, never a part.
package enum FileBytes {
    /// Why a file could not be read or written, in the system's words.
    package struct Failure: Error, Equatable {
        package let reason: String
    }

    /// The content of a regular file of at most `limit` bytes.
    ///
    /// Throws: ``Failure`` for a missing, unreadable or too large file, and for a folder, device or pipe (which could block or never end).
    package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw lastFailure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw lastFailure() }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Failure(reason: "it is a folder")
        default: throw Failure(reason: "it is not a regular file")
        }
        let size = Int(status.st_size)
        guard size <= limit else { throw Failure(reason: "it has \(size) bytes, more than the limit of \(limit)") }
        var failure: Failure?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            failure = fill(buffer, from: descriptor, count: &count)
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes `bytes` to a temporary file beside `path` and renames it into place.
    ///
    /// Throws: ``Failure`` when the folder is missing or not writable, or the disk is full; an existing file then keeps its content.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let draft = "\(path).\(UInt64.random(in: .min ... .max)).part"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw lastFailure() }
        do {
            defer { close(descriptor) }
            try writeAll(bytes, to: descriptor)
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else {
            let failure = lastFailure()
            unlink(draft)
            throw failure
        }
    }

    private static func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>, from descriptor: CInt, count: inout Int) -> Failure? {
        while count < buffer.count {
            let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            if got == 0 { return nil }
            if got > 0 { count += got } else if errno != EINTR { return lastFailure() }
        }
        return nil
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if count >= 0 { written += count } else if errno != EINTR { throw lastFailure() }
        }
    }

    private static func lastFailure() -> Failure { Failure(reason: String(cString: strerror(errno))) }
}
