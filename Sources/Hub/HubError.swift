/// What can go wrong between a repository's name and its files; each case says what a person can do.
public enum HubError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The network may not be used, and the cache does not hold everything.
    case offline(repository: String, missing: String, cache: String)
    case unreachable(url: String, reason: String)
    /// The repository exists, but its owner wants to be asked first.
    case gated(repository: String, page: String, isSignedIn: Bool)
    case noRepository(repository: String, endpoint: String, isSignedIn: Bool)
    case noRevision(repository: String, revision: String)
    case noFile(repository: String, name: String)
    case refused(url: String, status: Int)
    /// An answer that the protocol does not know.
    case badAnswer(url: String, reason: String)
    /// The file that came is not the one that was promised.
    case damaged(name: String, expected: String, found: String)
    /// The connection broke again and again; what came is kept.
    case cutOff(name: String, done: Int, total: Int?, reason: String)
    case noSpace(folder: String, needed: Int, free: Int)
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .offline(let repository, let missing, let cache):
            "'\(repository)' is not complete in \(cache) (\(missing)), and HF_HUB_OFFLINE keeps Easel from downloading it."
        case .unreachable(let url, let reason): "\(url) can't be reached: \(reason)."
        case .gated(let repository, let page, let isSignedIn):
            isSignedIn
                ? "'\(repository)' is gated, and your token has no access yet. Ask for it at \(page), then try again."
                : "'\(repository)' is gated. Accept its terms at \(page), then set HF_TOKEN to a token of yours."
        case .noRepository(let repository, let endpoint, let isSignedIn):
            "There is no repository '\(repository)' at \(endpoint)"
                + (isSignedIn ? " that your token may read." : ", or it is private: then set HF_TOKEN to a token of yours.")
        case .noRevision(let repository, let revision): "'\(repository)' has no branch, tag or commit '\(revision)'."
        case .noFile(let repository, let name): "'\(repository)' has no file '\(name)'."
        case .refused(let url, let status): "\(url) answered with status \(status)."
        case .badAnswer(let url, let reason): "\(url) gave an answer that can't be used: \(reason)."
        case .damaged(let name, let expected, let found):
            "'\(name)' arrived damaged and was thrown away: expected \(expected), found \(found). Try again."
        case .cutOff(let name, let done, let total, let reason):
            "The connection broke while '\(name)' was downloaded, after \(done)\(total.map { " of \($0)" } ?? "") bytes (\(reason)). "
                + "They are kept; the next try goes on from there."
        case .noSpace(let folder, let needed, let free): "\(folder) has \(free) bytes left; the download needs \(needed)."
        case .unwritable(let path, let reason): "'\(path)' can't be written: \(reason)."
        }
    }
}
