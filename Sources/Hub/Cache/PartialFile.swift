import Digests
import Glibc

/// A file that is still arriving; a second process that wants the same one waits.
final class PartialFile {
    let path: String
    private let descriptor: CInt
    private(set) var count: Int

    /// Opens what an earlier try has left, or nothing.
    ///
    /// - Parameter wait: called while another process holds the file; throws to give up.
    init(_ path: String, wait: () throws -> Void) throws {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.unwritable(path: path, reason: String(cString: strerror(errno))) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            do { try wait() } catch {
                close(descriptor)
                throw error
            }
            usleep(100_000)
        }
        self.descriptor = descriptor
        count = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw HubError.unwritable(path: path, reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(written)
            count += written
        }
    }

    func startOver() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw HubError.unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        count = 0
    }

    /// Whether the content has the hash that an ETag names: SHA-256 for large files, git's own for small ones; another ETag promises nothing.
    func digest(like etag: String, check: () throws -> Void) throws -> String {
        switch etag.utf8.count {
        case 64:
            var digest = SHA256()
            try forEachPiece(check) { digest.update($0) }
            return digest.finalize().hex
        case 40:
            var digest = GitBlobDigest(size: count)
            try forEachPiece(check) { digest.update($0) }
            return digest.finalize()
        default: return etag
        }
    }

    private func forEachPiece(_ check: () throws -> Void, _ take: (UnsafeRawBufferPointer) -> Void) throws {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        var place = 0
        while place < count {
            try check()
            let read = pread(descriptor, piece.baseAddress, piece.count, place)
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { break }
            take(UnsafeRawBufferPointer(rebasing: piece[..<read]))
            place += read
        }
    }

    /// Bytes that may still be written where the file lies; nil where the system does not say.
    var freeSpace: Int? {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
