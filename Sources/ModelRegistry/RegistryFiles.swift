import Digests
import FoundationEssentials
import Glibc

/// The files of a registry, each named by the digest of what it holds: pictures and weights.
///
/// A file is written under `unfinished`, forced to the disk, and renamed; only then a transaction names it. Whoever writes holds a shared lock until that
/// transaction is through, and who cleans up an exclusive one: so what no row names while the exclusive lock is held was left by a process that died.
struct RegistryFiles {
    enum Kind: String, CaseIterable {
        case pictures, weights

        var ending: String { self == .pictures ? "png" : "safetensors" }
    }

    let folder: String
    private var unfinished: String { "\(folder)/unfinished" }
    private var writers: String { "\(folder)/writers.lock" }

    init(folder: String) throws {
        self.folder = folder
        for name in Kind.allCases.map(\.rawValue) + ["unfinished", "lessons"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
    }

    func path(_ kind: Kind, _ digest: String) -> String { "\(folder)/\(kind.rawValue)/\(digest).\(kind.ending)" }

    /// Does something that writes files and then names them in a transaction.
    func publishing<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try FileLock(writers, .shared, waits: true)
        return try withExtendedLifetime(lock) { try body() }
    }

    /// Puts a file in its place; one of the same content that is there already is left.
    ///
    /// - Parameter write: writes it to the path that it is given.
    /// - Returns: its digest.
    func add(_ kind: Kind, write: (_ path: String) throws -> Void) throws -> String {
        let draft = "\(unfinished)/\(UUID().uuidString).\(kind.ending)"
        defer { unlink(draft) }
        try write(draft)
        try Self.force(draft)
        let digest = try SHA256.hex(file: draft)
        guard rename(draft, path(kind, digest)) == 0 else { throw SystemFailure() }
        try Self.force("\(folder)/\(kind.rawValue)")
        return digest
    }

    /// Removes what processes that died have left, unless somebody writes at this moment.
    ///
    /// - Parameter named: the digests that rows name; asked while nobody writes.
    func clean(keeping named: (Kind) throws -> Set<String>) throws {
        guard let lock = try FileLock(writers, .exclusive, waits: false) else { return }
        try withExtendedLifetime(lock) {
            let files = FileManager.default
            for name in try files.contentsOfDirectory(atPath: unfinished) { unlink("\(unfinished)/\(name)") }
            for kind in Kind.allCases {
                let kept = try named(kind)
                for name in try files.contentsOfDirectory(atPath: "\(folder)/\(kind.rawValue)") {
                    let digest = name.hasSuffix(".\(kind.ending)") ? String(name.dropLast(kind.ending.count + 1)) : name
                    if !kept.contains(digest) { unlink("\(folder)/\(kind.rawValue)/\(name)") }
                }
            }
        }
    }

    /// Waits until the disk has a file, or a folder's names.
    private static func force(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemFailure() }
    }
}
