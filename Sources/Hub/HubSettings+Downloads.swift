import FoundationEssentials

extension HubSettings {
    /// Names of the models in the cache, by this program or another, in order.
    public var downloadedModels: [String] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
        return folders.compactMap { folder -> String? in
            let parts = folder.split(separator: "--", omittingEmptySubsequences: false)
            return parts.count == 3 && parts[0] == "models" ? "\(parts[1])/\(parts[2])" : nil
        }.sorted()
    }
}
