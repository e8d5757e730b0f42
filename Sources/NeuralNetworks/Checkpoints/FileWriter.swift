import FoundationEssentials
import Glibc

/// Writes a file piece by piece to a neighbour of its own, which takes the file's name when it is whole: a reader never meets half a file.
final class FileWriter {
    private let path: String
    private let draft: String
    private var descriptor: CInt

    /// - Throws: `unwritableFile`.
    init(path: String) throws {
        self.path = path
        draft = "\(path).\(UInt64.random(in: .min ... .max)).part"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    /// - Throws: `unwritableFile`, such as for a full disk.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) } else if errno != EINTR { throw Self.failure(path) }
        }
    }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Puts the file in its place.
    ///
    /// - Throws: `unwritableFile`.
    func finish() throws {
        let (flushed, closed) = (fsync(descriptor), close(descriptor))
        descriptor = -1
        guard flushed == 0, closed == 0, rename(draft, path) == 0 else {
            defer { unlink(draft) }
            throw Self.failure(path)
        }
    }

    private static func failure(_ path: String) -> NeuralNetworksError {
        .unwritableFile(path: path, reason: String(cString: strerror(errno)))
    }
}
