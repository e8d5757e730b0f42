/// Finds a repository's files in the cache, or brings them there.
///
/// Source: the hub's HTTP interface as huggingface_hub uses it (`/api/models`, `/resolve`), and its cache layout.
public struct Hub {
    /// What a repository holds at a commit.
    public struct Listing: Equatable, Sendable {
        public let commit: String
        public let files: [String]
    }

    /// How far a download has come.
    public struct Progress: Equatable, Sendable {
        public let file: String
        public let done: Int
        /// Bytes of the whole file; nil where the server does not say.
        public let total: Int?
    }

    public let settings: HubSettings
    private let server: HubServer

    public init(_ settings: HubSettings) {
        self.settings = settings
        server = HubServer(settings)
    }

    /// The folder of what was downloaded before, whether or not it is everything; nil where there is nothing.
    public func cachedSnapshot(of repository: HubRepository, revision: String = "main") -> String? {
        let cache = HubCache(repository, in: settings.cache)
        return HubCache.isSafe(revision) ? cache.commit(of: revision).map(cache.snapshot) : nil
    }

    /// Asks what a repository holds.
    ///
    /// - Parameter check: called at least once a second; what it throws ends the request.
    /// - Throws: `HubError.offline` where the network may not be used, `.noRepository`, `.gated`, `.noRevision`, `.unreachable`.
    public func listing(of repository: HubRepository, revision: String = "main", check: @escaping () throws -> Void) throws -> Listing {
        guard !settings.isOffline else {
            throw HubError.offline(repository: "\(repository)", missing: "nothing of it is there", cache: settings.cache)
        }
        // A revision names a file in the cache.
        guard HubCache.isSafe(revision) else { throw HubError.noRevision(repository: "\(repository)", revision: revision) }
        return try server.listing(of: repository, revision: revision, check: check)
    }

    /// Brings files into the cache, those that are missing there.
    ///
    /// - Parameters:
    ///   - listing: what `listing(of:revision:)` has said.
    ///   - progress: called at least once a second while a file arrives; what it throws ends the download, and what has come is kept.
    /// - Returns: the folder in which the files lie under their names.
    /// - Throws: `HubError`.
    public func download(
        _ names: [String], of repository: HubRepository, listing: Listing, revision: String = "main", progress: @escaping (Progress) throws -> Void
    ) throws -> String {
        let cache = HubCache(repository, in: settings.cache)
        if let unsafe = names.first(where: { !HubCache.isSafe($0) }) { throw HubError.noFile(repository: "\(repository)", name: unsafe) }
        for name in names where !cache.holds(name, commit: listing.commit) {
            guard !settings.isOffline else { throw HubError.offline(repository: "\(repository)", missing: name, cache: settings.cache) }
            try HubDownload(name, of: repository, commit: listing.commit, cache: cache, server: server, progress: progress).run()
        }
        try cache.writeReference(revision, commit: listing.commit)
        return cache.snapshot(listing.commit)
    }
}
