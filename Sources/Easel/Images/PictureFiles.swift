import FoundationEssentials
import Personalization

/// The picture files that a folder, a pattern or a path stands for.
enum PictureFiles {
    private static let endings = ["png", "jpg", "jpeg"]

    /// - Throws: `PersonalizationError.noPictures` where there is none; `EaselError.notYet` for archives and addresses.
    static func paths(of source: String) throws -> [String] {
        let path = ModelLocation.expanded(source)
        if source.hasPrefix("http://") || source.hasPrefix("https://") { throw EaselError.notYet("Reading pictures from an address ('\(source)') is") }
        if path.lowercased().hasSuffix(".zip") { throw EaselError.notYet("Reading pictures from an archive ('\(source)') is") }
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder ? try files(in: path, matching: nil, source: source) : [path]
        }
        let url = URL(filePath: path)
        if url.lastPathComponent.contains(where: { "*?".contains($0) }) {
            let folder = path.contains("/") ? url.deletingLastPathComponent().path : "."
            return try files(in: folder, matching: url.lastPathComponent, source: source)
        }
        throw PersonalizationError.noPictures(source: "'\(source)'", reason: "there is no such file or folder")
    }

    private static func files(in folder: String, matching pattern: String?, source: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: "the folder can't be read")
        }
        let pictures = names.filter { name in
            guard !name.hasPrefix("."), endings.contains(where: { name.lowercased().hasSuffix(".\($0)") }) else { return false }
            return pattern.map { matches(Array(name), Array($0)) } ?? true
        }
        guard !pictures.isEmpty else {
            throw PersonalizationError.noPictures(source: "'\(source)'", reason: "it holds no .png, .jpg or .jpeg file")
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
