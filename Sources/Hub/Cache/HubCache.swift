import FoundationEssentials

/// Where downloads of one repository are kept, shared with every other tool that uses the hub.
///
/// Contents lie in `blobs/`, named by their ETag; `snapshots/<commit>/` shows them under their names by relative links;
/// `refs/<revision>` says which commit a branch or tag was.
///
/// Source: "Understand caching" in the documentation of huggingface_hub.
struct HubCache {
    let folder: String

    init(_ repository: HubRepository, in cache: String) { folder = "\(cache)/\(repository.folderName)" }

    /// The commit that a branch, a tag or a commit's own name stood for when it was last asked for.
    func commit(of revision: String) -> String? {
        if let data = FileManager.default.contents(atPath: "\(folder)/refs/\(revision)") {
            let commit = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
            return Self.isCommit(commit) ? commit : nil
        }
        return Self.isCommit(revision) && FileManager.default.fileExists(atPath: snapshot(revision)) ? revision : nil
    }

    func snapshot(_ commit: String) -> String { "\(folder)/snapshots/\(commit)" }

    func blob(_ etag: String) -> String { "\(folder)/blobs/\(etag)" }

    /// Whether a file is there, whole: what is still arriving has another name.
    func holds(_ name: String, commit: String) -> Bool { FileManager.default.fileExists(atPath: "\(snapshot(commit))/\(name)") }

    /// Shows a blob under a file's name.
    func link(_ etag: String, as name: String, commit: String) throws {
        let path = "\(snapshot(commit))/\(name)"
        let up = String(repeating: "../", count: name.count { $0 == "/" } + 2)
        try writing(path) {
            try createParent(of: path)
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(up)blobs/\(etag)")
        }
    }

    func writeReference(_ revision: String, commit: String) throws {
        guard revision != commit else { return }
        let path = "\(folder)/refs/\(revision)"
        try writing(path) {
            try createParent(of: path)
            try Data(commit.utf8).write(to: URL(filePath: path), options: .atomic)
        }
    }

    func createParent(of path: String) throws {
        let parent = URL(filePath: path).deletingLastPathComponent().path
        try writing(parent) { try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true) }
    }

    private func writing(_ path: String, _ work: () throws -> Void) throws {
        do { try work() } catch let error as HubError { throw error } catch {
            throw HubError.unwritable(path: path, reason: "\(error)")
        }
    }

    static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40
            && text.utf8.allSatisfy { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f")) }
    }

    /// Whether a name from outside stays inside the folder it is put into.
    static func isSafe(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return !name.isEmpty && name.utf8.count <= 1024 && !name.contains("\0") && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}
