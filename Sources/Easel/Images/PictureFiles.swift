import Diffusion
import FoundationEssentials
import Hub
import Personalization

/// The pictures that a folder, a pattern, a path, an archive or an address stands for.
struct PictureFiles {
    static let endings = ["png", "jpg", "jpeg", "webp"]
    private static let downloadLimit = 1 << 28

    /// Pictures of other formats, which a person may take for a part of the set.
    private static let foreignEndings = ["avif", "bmp", "gif", "heic", "heif", "jp2", "jxl", "tif", "tiff"]

    /// Told what was left out.
    let note: (String) -> Void
    /// Called at least once a second while something is fetched.
    let check: () throws -> Void

    /// - Throws: `PersonalizationError.noPictures` where there is none; `HubError` for an address that does not answer.
    func files(of source: String) throws -> [PictureFile] {
        if source.hasPrefix("http://") || source.hasPrefix("https://") { return try download(source) }
        let path = ModelLocation.expanded(source)
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder { return try paths(in: path, matching: nil, source: source).map(PictureFile.init(path:)) }
            return path.lowercased().hasSuffix(".zip") ? try files(in: PictureArchive(path: path)) : [PictureFile(path: path)]
        }
        let url = URL(filePath: path)
        if url.lastPathComponent.contains(where: { "*?".contains($0) }) {
            let folder = path.contains("/") ? String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)) : "."
            guard !folder.contains(where: { "*?".contains($0) }) else {
                throw PersonalizationError.noPictures(source: "'\(source)'", reason: "a pattern may only be the last part of a path; name each folder")
            }
            return try paths(in: folder, matching: url.lastPathComponent, source: source).map(PictureFile.init(path:))
        }
        throw PersonalizationError.noPictures(source: "'\(source)'", reason: "there is no such file or folder")
    }

    /// A picture, or an archive of pictures: what came says which.
    private func download(_ address: String) throws -> [PictureFile] {
        let bytes = try WebFile(address).bytes(limit: Self.downloadLimit, check: check)
        guard bytes.starts(with: "PK\u{3}\u{4}".utf8) else { return [PictureFile(bytes, source: address)] }
        return try files(in: PictureArchive(bytes, source: address))
    }

    private func files(in archive: PictureArchive) throws -> [PictureFile] {
        let shown = archive.names.filter { name in
            // What macOS adds for itself has the pictures' names.
            !(name.hasPrefix(".") || name.contains("/.") || name.hasPrefix("__MACOSX/"))
        }
        return try pictures(among: shown, of: archive.source).map { PictureFile($0, in: archive) }
    }

    private func paths(in folder: String, matching pattern: String?, source: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder) else {
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: "the folder can't be read")
        }
        let meant = names.filter { name in !name.hasPrefix(".") && pattern.map { Self.matches(Array(name), Array($0)) } ?? true }
        return try pictures(among: meant, of: source).map { "\(folder)/\($0)" }
    }

    /// The files that can be read, in the order of their names; pictures that can't be are said.
    private func pictures(among names: [String], of source: String) throws -> [String] {
        func ends(_ name: String, in endings: [String]) -> Bool { endings.contains { name.lowercased().hasSuffix(".\($0)") } }
        let (pictures, foreign) = (names.filter { ends($0, in: Self.endings) }, names.filter { ends($0, in: Self.foreignEndings) }.sorted())
        let known = Self.endings.joined(separator: ", ")
        let others = foreign.prefix(3).joined(separator: ", ") + (foreign.count > 3 ? " and \(foreign.count - 3) more" : "")
        guard !pictures.isEmpty else {
            let reason = foreign.isEmpty ? "it holds no picture (\(known))" : "\(others) can't be read; \(known) can: most picture viewers save as PNG"
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: reason)
        }
        if !foreign.isEmpty { note("Left out of '\(source)': \(others), since only \(known) can be read.") }
        return pictures.sorted()
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
