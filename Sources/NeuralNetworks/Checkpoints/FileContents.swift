import FoundationEssentials
import Glibc

/// The bytes of small files beside weights.
enum FileContents {
    /// A file of at most `limit` bytes.
    ///
    /// - Throws: `unreadableFile` for what is missing, too large, not readable, or no ordinary file (a pipe could block for ever).
    static func whole(_ path: String, limit: Int) throws -> Data {
        func unreadable(_ reason: String) -> NeuralNetworksError { .unreadableFile(path: path, reason: reason) }
        let size = try size(of: path)
        guard size <= limit else { throw unreadable("it has \(size) bytes, more than the \(limit) that such a file may have") }
        do { return try Data(contentsOf: URL(filePath: path)) } catch { throw unreadable("\(error)") }
    }

    /// The bytes of an ordinary file that may be read.
    ///
    /// - Throws: `unreadableFile`.
    static func size(of path: String) throws -> Int {
        func unreadable(_ reason: String) -> NeuralNetworksError { .unreadableFile(path: path, reason: reason) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw unreadable(errno == ENOENT ? "no such file" : String(cString: strerror(errno))) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw unreadable("it is a folder")
        default: throw unreadable("it is no ordinary file")
        }
        guard access(path, R_OK) == 0 else { throw unreadable(String(cString: strerror(errno))) }
        return Int(status.st_size)
    }
}
