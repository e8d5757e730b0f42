import Easel
import Foundation

/// Files and folders by the beginning of their paths, found quickly: a folder of a million files, or one on a slow disk, is not read to its end.
enum PathCompletion {
    /// Names that are offered at most.
    private static let mostMatches = 200
    /// Names that are looked at however long it takes: on a busy machine an ordinary folder is offered whole, too.
    private static let certain = 500
    /// How long a larger folder is read.
    private static let patience = Swift.Duration.milliseconds(3)

    /// Paths that begin with a text, folders with a stroke at their end; of files only those with one of the endings.
    static func matches(_ prefix: String, endings: Set<String>? = nil) -> [String] {
        let cut = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
        let (folder, start) = (String(prefix[..<cut]), prefix[cut...])
        let expanded = ModelLocation.expanded(folder)
        let parent = URL(filePath: expanded.isEmpty ? "." : expanded, directoryHint: .isDirectory)
        return names(in: parent) { name in
            guard name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") else { return nil }
            // Links are followed, so that a linked folder is one.
            let isFolder = (try? parent.appending(path: name).resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
            guard !isFolder else { return folder + name + "/" }
            return endings?.contains(URL(filePath: name).pathExtension.lowercased()) ?? true ? folder + name : nil
        }.sorted()
    }

    /// What is wanted of the names in a folder.
    private static func names(in folder: URL, wanted: (_ name: String) -> String?) -> [String] {
        let options: FileManager.DirectoryEnumerationOptions = [.skipsSubdirectoryDescendants]
        guard let entries = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil, options: options) else { return [] }
        let start = ContinuousClock.now
        var (names, seen): ([String], Int) = ([], 0)
        for case let entry as URL in entries {
            seen += 1
            if let name = wanted(entry.lastPathComponent) { names.append(name) }
            if names.count >= mostMatches || seen >= certain && ContinuousClock.now - start > patience { break }
        }
        return names
    }
}
