import FoundationEssentials
import Glibc

/// The bytes of files that a checkpoint is made of.
enum FileContents {
    /// A file mapped into memory: its bytes are read when they are looked at.
    ///
    /// - Throws: `unreadableFile` for what is missing, not readable, or no ordinary file (a pipe could block for ever).
    static func mapped(_ path: String) throws -> Data { try read(path, limit: Int.max, options: .alwaysMapped) }

    /// A file of at most `limit` bytes.
    ///
    /// - Throws: as `mapped`.
    static func whole(_ path: String, limit: Int) throws -> Data { try read(path, limit: limit, options: []) }

    private static func read(_ path: String, limit: Int, options: Data.ReadingOptions) throws -> Data {
        func unreadable(_ reason: String) -> NeuralNetworksError { .unreadableFile(path: path, reason: reason) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw unreadable(errno == ENOENT ? "no such file" : String(cString: strerror(errno))) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw unreadable("it is a folder")
        default: throw unreadable("it is no ordinary file")
        }
        guard status.st_size <= limit else { throw unreadable("it has \(status.st_size) bytes, more than the \(limit) that such a file may have") }
        guard access(path, R_OK) == 0 else { throw unreadable(String(cString: strerror(errno))) }
        // An empty file can't be mapped.
        guard status.st_size > 0 else { return Data() }
        do { return try Data(contentsOf: URL(filePath: path), options: options) } catch { throw unreadable("\(error)") }
    }
}
