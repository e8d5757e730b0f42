import FoundationEssentials
import Hub
import NeuralNetworks

extension EaselSession {
    /// The folder of a repository that holds what `choose` chooses: from the cache where everything is there, otherwise downloaded, a progress line a file.
    ///
    /// - Throws: `HubError`; what `choose` throws for a repository that is something else.
    func folder(
        of repository: HubRepository, revision: String?, choosing choose: (RepositoryFiles) throws -> [String]
    ) throws -> (folder: String, files: [String]) {
        let hub = Hub(hub)
        let revision = revision ?? "main"
        func chosen(_ names: [String]) throws -> [String] { try choose(RepositoryFiles(repository: "\(repository)", names: names)) }
        if let snapshot = hub.cachedSnapshot(of: repository, revision: revision) {
            do {
                return (snapshot, try chosen(Self.files(in: snapshot)))
            } catch  where hub.settings.isOffline {
                throw HubError.offline(repository: "\(repository)", missing: "\(error)", cache: hub.settings.cache)
            } catch {}
        }
        let listing = try hub.listing(of: repository, revision: revision, check: interruption.check)
        let names = try chosen(listing.files)
        var lines: [String: ProgressLine] = [:]
        do {
            return (try hub.download(names, of: repository, listing: listing, revision: revision) { try self.show($0, in: &lines) }, names)
        } catch {
            for line in lines.values { line.stop() }
            throw error
        }
    }

    /// Files that can be read: a link whose blob was thrown away is none.
    private static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }.sorted()
    }

    /// A line a file.
    private func show(_ progress: Hub.Progress, in lines: inout [String: ProgressLine]) throws {
        try interruption.check()
        guard let total = progress.total else { return }
        let line = lines[progress.file] ?? ProgressLine("downloading \(progress.file)", unit: "MiB", in: self)
        lines[progress.file] = line
        let (done, count) = (Self.mebibytes(progress.done), Self.mebibytes(total))
        if progress.done < total { line.update(done, of: count) } else { line.finish(done, of: count) }
    }

    private static func mebibytes(_ count: Int) -> Int { (count + 1 << 20 - 1) >> 20 }
}
