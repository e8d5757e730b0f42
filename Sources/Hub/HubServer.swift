import FoundationEssentials
import JSONValues

/// The hub's side of the protocol: lists, and what is said about a file before it comes.
struct HubServer {
    /// What the hub says about one file.
    struct File: Equatable {
        let url: String
        /// The name of its content in the cache.
        let etag: String
        let size: Int?
    }

    let settings: HubSettings

    init(_ settings: HubSettings) { self.settings = settings }

    /// Lists are a few hundred kilobytes at most.
    private static let listLimit = 32 << 20

    func listing(of repository: HubRepository, revision: String, check: @escaping () throws -> Void) throws -> Hub.Listing {
        let url = "\(settings.endpoint)/api/models/\(repository)/revision/\(Self.escaped(revision, keeping: ""))"
        var body: [UInt8] = []
        let transfer = HTTPTransfer(check: check) { _, bytes in
            guard body.count + bytes.count <= Self.listLimit else { throw HubError.badAnswer(url: url, reason: "it is endless") }
            body.append(contentsOf: bytes)
        }
        let response = try reaching(url) { try transfer.perform(HTTPRequest(url: url, headers: headers)) }
        guard response.status == 200 else { throw error(response, url: url, repository: repository, revision: revision, name: nil) }
        let value = try? JSONValue(parsing: body)
        let names = value?["siblings"]?.array?.compactMap { $0["rfilename"]?.string } ?? []
        guard let commit = value?["sha"]?.string, HubCache.isCommit(commit) else { throw HubError.badAnswer(url: url, reason: "it names no commit") }
        if let unsafe = names.first(where: { !HubCache.isSafe($0) }) { throw HubError.badAnswer(url: url, reason: "it names a file '\(unsafe)'") }
        return Hub.Listing(commit: commit, files: names)
    }

    /// Asks about a file without fetching it. Redirects to other hosts, where large files lie, are not followed: what counts is in the hub's own answer.
    func file(_ name: String, of repository: HubRepository, commit: String, check: @escaping () throws -> Void) throws -> File {
        let start = "\(settings.endpoint)/\(repository)/resolve/\(commit)/\(Self.escaped(name, keeping: "/"))"
        var url = start
        for _ in 0..<5 {
            let transfer = HTTPTransfer(check: check) { _, _ in }
            let response = try reaching(url) {
                try transfer.perform(HTTPRequest(url: url, isHead: true, headers: headers + ["Accept-Encoding: identity"], followsRedirects: false))
            }
            if response.isRedirect, response["x-linked-etag"] == nil, let next = Self.sameHost(response["location"], as: url) {
                url = next
                continue
            }
            guard response.status == 200 || response.isRedirect else {
                throw error(response, url: url, repository: repository, revision: commit, name: name)
            }
            let linked = response["x-linked-size"] ?? (response.isRedirect ? nil : response["content-length"])
            return File(url: start, etag: try Self.etag(response, url: url), size: linked.flatMap { Int($0) })
        }
        throw HubError.badAnswer(url: start, reason: "it redirects without end")
    }

    /// The headers of a request to the hub itself.
    var headers: [String] { settings.token.map { ["Authorization: Bearer \($0)"] } ?? [] }

    /// What a status that is not a success means.
    func error(_ response: HTTPResponse, url: String, repository: HubRepository, revision: String, name: String?) -> HubError {
        let code = response["x-error-code"] ?? ""
        switch (response.status, code) {
        case (_, "GatedRepo"), (403, _):
            return .gated(repository: "\(repository)", page: "\(settings.endpoint)/\(repository)", isSignedIn: settings.token != nil)
        case (_, "RevisionNotFound"): return .noRevision(repository: "\(repository)", revision: revision)
        case (_, "EntryNotFound"): return .noFile(repository: "\(repository)", name: name ?? url)
        case (401, _), (404, _):
            return .noRepository(repository: "\(repository)", endpoint: settings.endpoint, isSignedIn: settings.token != nil)
        default: return .refused(url: url, status: response.status)
        }
    }

    func reaching<Result>(_ url: String, _ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let failure as HTTPFailure {
            switch failure {
            case .cutOff(let reason), .unreachable(let reason): throw HubError.unreachable(url: url, reason: reason)
            }
        }
    }

    /// An ETag names a file in the cache, so it may hold nothing that leads elsewhere.
    private static func etag(_ response: HTTPResponse, url: String) throws -> String {
        let text = response["x-linked-etag"] ?? response["etag"] ?? ""
        let bare = (text.hasPrefix("W/") ? text.dropFirst(2) : text[...]).filter { $0 != "\"" }
        guard (1...128).contains(bare.utf8.count), bare.utf8.allSatisfy(\.isNameByte), !bare.hasPrefix(".") else {
            throw HubError.badAnswer(url: url, reason: "it has no ETag")
        }
        return bare
    }

    /// Where a redirect leads, if it stays on the host.
    private static func sameHost(_ location: String?, as url: String) -> String? {
        guard let location, let base = URL(string: url), let target = URL(string: location, relativeTo: base)?.absoluteURL else { return nil }
        return target.host() == base.host() && target.port == base.port && target.scheme == base.scheme ? target.absoluteString : nil
    }

    private static func escaped(_ text: String, keeping more: String) -> String {
        let kept = Set((more + "~").utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { $0.isNameByte || kept.contains($0) ? [$0] : [UInt8(ascii: "%"), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
