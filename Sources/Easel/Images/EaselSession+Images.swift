public import Diffusion
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
    ///   - sources: folders, files, zip archives, addresses, or patterns with `*` and `?` in the last part of the path; in the order of their names.
    ///   - size: side of the square in pixels; the model's where it is nil.
    ///   - background: the colour behind pictures that can be seen through.
    /// - Throws: `PersonalizationError.noPictures`, `ImageError` naming the file, `HubError` for an address that does not answer.
    public func images(
        _ sources: [String], prompts: Prompts = .templates(.object), size: Int? = nil, crop: Crop = .center, flip: Bool = false, background: RGB? = nil
    ) throws -> ImageSet {
        if case .list(let list) = prompts, list.isEmpty {
            throw EaselError.invalidArgument(name: "prompts", expected: "at least one prompt", found: "an empty list")
        }
        guard !sources.isEmpty else { throw EaselError.invalidArgument(name: "source", expected: "at least one place", found: "an empty list") }
        let places = PictureFiles(note: { self.emit(.note($0)) }, check: interruption.check)
        let files = try sources.flatMap { try places.files(of: $0) }
        let images = try ProgressLine("reading pictures", unit: "picture", in: self).during { line in
            try files.enumerated().map { index, file in
                line.update(index, of: files.count)
                try interruption.check()
                let image = try file.image()
                return PromptedImage(
                    bitmap: background.map { image.bitmap(over: $0) } ?? image.shownBitmap, source: file.source, prompts: try Self.prompts(prompts, of: file),
                    isTransparent: background == nil && image.isTransparent)
            }
        }
        return try ImageSet(images, crop: crop, flip: flip, size: size)
    }

    private static func prompts(_ prompts: Prompts, of file: PictureFile) throws -> [String] {
        switch prompts {
        case .templates(let templates): templates.prompts
        case .list(let list): list
        case .captions: try file.captions()
        }
    }
}
