import Digests
public import Foundation
public import Hub

/// A hub and the host where its large files lie, both on this machine.
///
/// Source: what huggingface_hub expects of the hub: `/api/models/…`, `/resolve/…` with `ETag`, `X-Repo-Commit`, `X-Linked-*` and `Location`.
public final class StandInHub {
    public static let commit = String(repeating: "c0ffee", count: 7).prefix(40).description
    public static let repository = HubRepository("somebody/small")!

    /// What the large files' host does with a request; replaced by tests that break things.
    public typealias Harm = @Sendable (SmallServer.Request, SmallServer.Answer) -> SmallServer.Answer

    public let files: [String: [UInt8]]
    public let hub: SmallServer
    public let store: SmallServer
    public let folder: URL
    public var settings: HubSettings

    public init(_ files: [String: [UInt8]], large: Set<String> = ["unet/weights.safetensors"], harm: @escaping Harm = { $1 }) throws {
        self.files = files
        let store = try SmallServer { request in harm(request, Self.content(files[String(request.path.dropFirst(7))], request)) }
        self.store = store
        hub = try SmallServer { [url = store.url] request in harm(request, Self.answer(request, files, large, store: url)) }
        folder = FileManager.default.temporaryDirectory.appending(path: "easel-hub-\(UUID().uuidString)")
        settings = HubSettings(endpoint: hub.url, cache: folder.path, token: "hf_secret")
    }

    deinit {
        hub.stop()
        store.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Everything the repository holds, and the folder where it is.
    public func download(progress: @escaping (Hub.Progress) throws -> Void = { _ in }) throws -> String {
        let hub = Hub(settings)
        let listing = try hub.listing(of: Self.repository, check: {})
        return try hub.download(listing.files, of: Self.repository, listing: listing, progress: progress)
    }

    public func cached(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.appending(path: "models--somebody--small/\(path)").path).map(Array.init)
    }

    public static func etag(_ content: [UInt8], isLarge: Bool) -> String {
        guard !isLarge else { return SHA256.hex(of: content) }
        var digest = GitBlobDigest(size: content.count)
        content.withUnsafeBytes { digest.update($0) }
        return digest.finalize()
    }

    private static func answer(_ request: SmallServer.Request, _ files: [String: [UInt8]], _ large: Set<String>, store: String) -> SmallServer.Answer {
        let path = request.path.removingPercentEncoding ?? ""
        if path == "/api/models/somebody/small/revision/main" {
            let siblings = files.keys.sorted().map { "{\"rfilename\": \"\($0)\"}" }.joined(separator: ", ")
            return .init(body: Array("{\"sha\": \"\(commit)\", \"siblings\": [\(siblings)]}".utf8))
        }
        let prefix = "/somebody/small/resolve/\(commit)/"
        guard path.hasPrefix(prefix), let content = files[String(path.dropFirst(prefix.count))] else {
            return .init(status: 404, headers: ["X-Error-Code": path.hasPrefix("/somebody/small") ? "EntryNotFound" : "RepoNotFound"])
        }
        let name = String(path.dropFirst(prefix.count))
        guard large.contains(name) else {
            return Self.content(content, request, headers: ["ETag": "\"\(etag(content, isLarge: false))\"", "X-Repo-Commit": commit])
        }
        return .init(
            status: 302,
            headers: [
                "Location": "\(store)/store/\(name)", "X-Linked-ETag": "\"\(etag(content, isLarge: true))\"", "X-Linked-Size": "\(content.count)",
                "X-Repo-Commit": commit,
            ])
    }

    private static func content(_ content: [UInt8]?, _ request: SmallServer.Request, headers: [String: String] = [:]) -> SmallServer.Answer {
        guard let content else { return .init(status: 404) }
        guard let range = request.headers["range"], let first = Int(range.dropFirst("bytes=".count).dropLast()) else {
            return .init(headers: headers, body: content)
        }
        guard first < content.count else { return .init(status: 416) }
        let all = headers.merging(["Content-Range": "bytes \(first)-\(content.count - 1)/\(content.count)"]) { $1 }
        return .init(status: 206, headers: all, body: Array(content[first...]))
    }
}
