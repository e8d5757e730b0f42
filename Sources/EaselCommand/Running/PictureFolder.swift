import Foundation
import JSONValues
import Jupyter

/// The folder that a run's pictures are written to; it is made with the first of them.
struct PictureFolder: Sendable {
    private static let extensions = ["image/png": "png", "image/svg+xml": "svg", "image/jpeg": "jpg"]

    private let folder: URL

    /// Takes over a folder: pictures that an earlier run left there go.
    ///
    /// Throws: ``CommandError/unusableFolder(path:)``.
    init(_ folder: URL) throws {
        self.folder = folder
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else { return }
        for name in names where name.wholeMatch(of: /cell-\d+-\d+\.(png|svg|jpg)/) != nil {
            guard (try? FileManager.default.removeItem(at: folder.appending(path: name))) != nil else {
                throw CommandError.unusableFolder(path: folder.path)
            }
        }
    }

    /// Whether a bundle holds a picture that ``write(_:cell:number:)`` would write.
    static func holdsPicture(_ data: MIMEBundle) -> Bool {
        data.keys.contains { extensions[$0] != nil }
    }

    /// Writes the pictures of a bundle as the cell's `number`th; returns their paths.
    ///
    /// Throws: errors of the file system.
    func write(_ data: MIMEBundle, cell: Int, number: Int) throws -> [String] {
        let pictures = data.compactMap { type, value in Self.extensions[type].map { ($0, value) } }
        guard !pictures.isEmpty else { return [] }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try pictures.sorted { $0.0 < $1.0 }.map { suffix, value in
            let text = value.string ?? ""
            let bytes = suffix == "svg" ? Data(text.utf8) : Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
            let file = folder.appending(path: "cell-\(cell < 10 ? "0" : "")\(cell)-\(number).\(suffix)")
            try bytes.write(to: file, options: .atomic)
            return file.path
        }
    }
}
