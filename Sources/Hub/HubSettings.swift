import FoundationEssentials

/// Where the hub is, where downloads are kept, and who asks.
///
/// Source: the environment variables of huggingface_hub (`huggingface_hub.constants`).
public struct HubSettings: Sendable {
    /// Without a slash at its end.
    public var endpoint: String
    /// The folder that holds `models--owner--name`.
    public var cache: String
    public var token: String?
    public var isOffline: Bool

    public init(endpoint: String = "https://huggingface.co", cache: String, token: String? = nil, isOffline: Bool = false) {
        self.endpoint = endpoint
        self.cache = cache
        self.token = token
        self.isOffline = isOffline
    }

    /// As `HF_ENDPOINT`, `HF_HUB_CACHE`, `HF_HOME`, `HF_TOKEN`, `HF_TOKEN_PATH` and `HF_HUB_OFFLINE` say.
    public init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }.map { Self.expanded($0, environment) }
        }
        func isOn(_ name: String) -> Bool { ["1", "ON", "YES", "TRUE"].contains(environment[name]?.uppercased() ?? "") }
        let home = value("HF_HOME") ?? value("XDG_CACHE_HOME").map { "\($0)/huggingface" } ?? Self.expanded("~/.cache/huggingface", environment)
        endpoint = value("HF_ENDPOINT").map { String($0.reversed().drop { $0 == "/" }.reversed()) } ?? "https://huggingface.co"
        cache = value("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") ?? "\(home)/hub"
        isOffline = isOn("HF_HUB_OFFLINE") || isOn("TRANSFORMERS_OFFLINE")
        let file = value("HF_TOKEN_PATH") ?? "\(home)/token"
        token = value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") ?? (isOn("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? nil : Self.savedToken(file))
    }

    /// What `hf auth login` has left.
    private static func savedToken(_ path: String) -> String? {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0.prefix(4096), as: UTF8.self) }
        let token = text.map { $0.filter { !$0.isWhitespace } } ?? ""
        return token.isEmpty ? nil : token
    }

    private static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (environment["HOME"] ?? "/") + path.dropFirst()
    }
}
