import Diffusion
import FoundationEssentials

/// One picture that can be read, wherever it lies.
struct PictureFile {
    /// A path, a path in an archive, or an address.
    let source: String
    private let place: Place

    private enum Place {
        case file
        case archive(PictureArchive, name: String)
        case memory([UInt8])
    }

    init(path: String) { (source, place) = (path, .file) }

    init(_ name: String, in archive: PictureArchive) { (source, place) = ("\(archive.source)/\(name)", .archive(archive, name: name)) }

    init(_ bytes: [UInt8], source: String) { (self.source, place) = (source, .memory(bytes)) }

    /// - Throws: `ImageError`, `EaselError.unreadableFile`.
    func image() throws -> ImageFile {
        switch place {
        case .file: try ImageFile(path: source)
        case .archive(let archive, let name): try ImageFile(archive.content(of: name) ?? [], source: source)
        case .memory(let bytes): try ImageFile(bytes, source: source)
        }
    }

    /// The lines of the text file of the picture's name beside it, those that are not empty.
    ///
    /// - Throws: `EaselError.unreadableFile` where there is none.
    func captions() throws -> [String] {
        let file = Self.textName(source)
        guard let text = try text() else {
            throw EaselError.unreadableFile(path: file, reason: "prompts: .captions wants a text file beside each picture, and this one is missing")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces() }.filter { !$0.isEmpty }
        guard !lines.isEmpty else { throw EaselError.unreadableFile(path: file, reason: "it is empty") }
        return lines
    }

    private func text() throws -> String? {
        let bytes: [UInt8]? =
            switch place {
            case .file: FileManager.default.contents(atPath: Self.textName(source)).map(Array.init)
            case .archive(let archive, let name): try archive.content(of: Self.textName(name))
            case .memory: nil
            }
        return try bytes.map { bytes in
            // Some editors of Windows begin files with a mark.
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw EaselError.unreadableFile(path: Self.textName(source), reason: "it is no text in UTF-8; save it as such")
            }
            return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        }
    }

    private static func textName(_ path: String) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + ".txt" }
        return String(path.prefix(upTo: dot)) + ".txt"
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
