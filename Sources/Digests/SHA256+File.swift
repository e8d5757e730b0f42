import Glibc

extension SHA256 {
    /// The digest of a file's content, read in pieces of 1 MiB.
    ///
    /// Throws: ``DigestError/unreadableFile(path:reason:)`` when the file cannot be opened or read.
    public static func hash(file path: String) throws -> Digest {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var computation = SHA256()
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count == 0 { return computation.finalize() }
            if count > 0 {
                computation.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            } else if errno != EINTR {
                throw unreadable(path)
            }
        }
    }

    /// The digest of a file's content as 64 hexadecimal digits.
    ///
    /// Throws: ``DigestError/unreadableFile(path:reason:)`` when the file cannot be opened or read.
    public static func hex(file path: String) throws -> String {
        try hash(file: path).hex
    }

    private static func unreadable(_ path: String) -> DigestError {
        .unreadableFile(path: path, reason: String(cString: strerror(errno)))
    }
}
