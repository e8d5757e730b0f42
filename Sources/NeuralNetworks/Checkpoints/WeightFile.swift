import FoundationEssentials
import Glibc

/// A file of weights, open for as long as anything of it may be read.
///
/// Headers are looked at in the mapped bytes. Weights are read: mapped pages would count as memory of the process, and where the file was cut off
/// meanwhile, looking at them ends it.
final class WeightFile: Sendable {
    let path: String
    /// The whole file, mapped. An index is a place in the file, in its parts as well.
    let contents: Data
    private let descriptor: Int32

    /// - Throws: `unreadableFile` for what is missing, not readable, or no ordinary file (a pipe could block for ever).
    init(path: String) throws {
        self.path = path
        _ = try FileContents.size(of: path)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NeuralNetworksError.unreadableFile(path: path, reason: String(cString: strerror(errno))) }
        contents = try Self.mapped(descriptor, path)
    }

    deinit { close(descriptor) }

    /// Reads as many bytes from `offset` on as the target takes.
    ///
    /// - Throws: `unreadableFile` where they are no longer there.
    func read(_ offset: Int, into target: UnsafeMutableRawBufferPointer) throws(NeuralNetworksError) {
        var place = 0
        while place < target.count {
            let count = pread(descriptor, target.baseAddress.map { $0 + place }, target.count - place, off_t(offset + place))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw NeuralNetworksError.unreadableFile(path: path, reason: String(cString: strerror(errno))) }
            guard count > 0 else { throw NeuralNetworksError.unreadableFile(path: path, reason: "it became shorter while it was read") }
            place += count
        }
    }

    private static func mapped(_ descriptor: Int32, _ path: String) throws -> Data {
        var status = stat()
        // An empty file can't be mapped.
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return Data() }
        let size = Int(status.st_size)
        guard let bytes = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), bytes != MAP_FAILED else {
            throw NeuralNetworksError.unreadableFile(path: path, reason: String(cString: strerror(errno)))
        }
        return Data(bytesNoCopy: bytes, count: size, deallocator: .custom { munmap($0, $1) })
    }
}
