import Diffusion
import FoundationEssentials
import Hub
import Personalization

/// The pictures that a folder, a pattern, a path, an archive or an address stands for.
struct PictureFiles {
    static let endings = ["png", "jpg", "jpeg", "webp"]
    private static let downloadLimit = 1 << 28

    /// Called at least once a second while something is fetched.
    let check: () throws -> Void

    /// - Throws: `PersonalizationError.noPictures` where there is none; `HubError` for an address that does not answer.
    func files(of source: String) throws -> [PictureFile] {
        if source.hasPrefix("http://") || source.hasPrefix("https://") { return try download(source) }
        let path = ModelLocation.expanded(source)
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder { return try Self.paths(in: path, matching: nil, source: source).map(PictureFile.init(path:)) }
            return path.lowercased().hasSuffix(".zip") ? try Self.files(in: PictureArchive(path: path)) : [PictureFile(path: path)]
        }
        let url = URL(filePath: path)
        if url.lastPathComponent.contains(where: { "*?".contains($0) }) {
            let folder = path.contains("/") ? url.deletingLastPathComponent().path : "."
            return try Self.paths(in: folder, matching: url.lastPathComponent, source: source).map(PictureFile.init(path:))
        }
        throw PersonalizationError.noPictures(source: "'\(source)'", reason: "there is no such file or folder")
    }

    /// A picture, or an archive of pictures: what came says which.
    private func download(_ address: String) throws -> [PictureFile] {
        let bytes = try WebFile(address).bytes(limit: Self.downloadLimit, check: check)
        guard bytes.starts(with: "PK\u{3}\u{4}".utf8) else { return [PictureFile(bytes, source: address)] }
        return try Self.files(in: PictureArchive(bytes, source: address))
    }

    private static func files(in archive: PictureArchive) throws -> [PictureFile] {
        let names = archive.names.filter { name in
            // What macOS adds for itself has the pictures' names.
            let isHidden = name.hasPrefix(".") || name.contains("/.") || name.hasPrefix("__MACOSX/")
            return !isHidden && endings.contains { name.lowercased().hasSuffix(".\($0)") }
        }
        guard !names.isEmpty else {
            throw PersonalizationError.noPictures(source: "'\(archive.source)'", reason: "the archive holds no picture (\(endings.joined(separator: ", ")))")
        }
        return names.sorted().map { PictureFile($0, in: archive) }
    }

    private static func paths(in folder: String, matching pattern: String?, source: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: "the folder can't be read")
        }
        let pictures = names.filter { name in
            guard !name.hasPrefix("."), endings.contains(where: { name.lowercased().hasSuffix(".\($0)") }) else { return false }
            return pattern.map { matches(Array(name), Array($0)) } ?? true
        }
        guard !pictures.isEmpty else {
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: "it holds no picture (\(endings.joined(separator: ", ")))")
        }
        return pictures.sorted().map { "\(folder)/\($0)" }
    }

    /// `*` stands for any characters, `?` for one. Walks back to the last star only, so no pattern takes long.
    static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var (n, p) = (0, 0)
        var star: (n: Int, p: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (n, p)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                (n, p) = (n + 1, p + 1)
            } else if let last = star {
                star = (last.n + 1, last.p)
                (n, p) = (last.n + 1, last.p + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
