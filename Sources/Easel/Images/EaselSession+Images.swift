import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization

extension EaselSession {
    /// Which prompts stand for the pictures of a set.
    public enum Prompts: Sendable {
        case templates(PromptTemplates)
        /// A `.txt` file of the picture's name beside it.
        case captions
        case list([String])
    }

    /// Reads pictures to learn from.
    ///
    /// - Parameters:
    ///   - sources: folders, files, or patterns with `*` and `?` in the last part of the path; in the order of their names.
    ///   - size: side of the square in pixels; the model's where it is nil.
    /// - Throws: `PersonalizationError.noPictures`, `ImageError` naming the file.
    public func images(
        _ sources: [String], prompts: Prompts = .templates(.object), size: Int? = nil, crop: Crop = .center, flip: Bool = false
    ) throws -> ImageSet {
        if case .list(let list) = prompts, list.isEmpty {
            throw EaselError.invalidArgument(name: "prompts", expected: "at least one prompt", found: "an empty list")
        }
        let paths = try sources.flatMap { try PictureFiles.paths(of: $0) }
        let line = ProgressLine("reading pictures", in: self)
        let images = try paths.enumerated().map { index, path in
            try interruption.check()
            line.update(index, of: paths.count)
            return PromptedImage(bitmap: try ImageFile(path: path).bitmap, source: path, prompts: try Self.prompts(prompts, of: path))
        }
        line.finish(paths.count, of: paths.count)
        return try ImageSet(images, crop: crop, flip: flip, size: size)
    }

    private static func prompts(_ prompts: Prompts, of path: String) throws -> [String] {
        switch prompts {
        case .templates(let templates): return templates.prompts
        case .list(let list): return list
        case .captions:
            let file = URL(filePath: path).deletingPathExtension().path + ".txt"
            guard let data = FileManager.default.contents(atPath: file) else {
                throw EaselError.unreadableFile(path: file, reason: "prompts: .captions wants a text file beside each picture, and this one is missing")
            }
            let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces() }
            let captions = lines.filter { !$0.isEmpty }
            guard !captions.isEmpty else { throw EaselError.unreadableFile(path: file, reason: "it is empty") }
            return captions
        }
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
