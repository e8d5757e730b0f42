import Diffusion
import Digests
import FoundationEssentials
import Personalization

/// How a kept picture was cut when it was learnt from, so that later lessons show it alike.
struct LessonPicture: Codable, Equatable {
    var source: String
    var crop: String
    /// Shares of the largest square's area, for a random cut.
    var area: [Double]?
    var flip: Bool
    var size: Int?

    init(_ element: ImageSet.Element) {
        (source, flip, size) = (element.image.source, element.flip, element.size)
        switch element.crop {
        case .center: crop = "center"
        case .none: crop = "none"
        case .random(let range): (crop, area) = ("random", [range.lowerBound, range.upperBound])
        }
    }

    var json: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}" }

    private var cut: Crop {
        guard crop == "random", let area, area.count == 2, area[0] > 0, area[0] <= area[1] else { return crop == "none" ? .none : .center }
        return .random(area: area[0]...area[1])
    }

    /// A kept picture as one to learn from.
    ///
    /// - Throws: `PersonalizationError.archive` for a file that is not what was written.
    static func set(of picture: MetamodelRecord.Picture, prompt: String) throws -> ImageSet {
        guard let found = try? SHA256.hex(file: picture.path), found == picture.digest else {
            throw PersonalizationError.archive(path: picture.path, reason: "a picture that was learnt from is missing, or not what was kept")
        }
        let image = PromptedImage(bitmap: try ImageFile(path: picture.path).bitmap, source: picture.path, prompts: [prompt])
        guard let details = try? JSONDecoder().decode(LessonPicture.self, from: Data(picture.details.utf8)) else { return try ImageSet([image]) }
        return try ImageSet([image], crop: details.cut, flip: details.flip, size: details.size)
    }
}
