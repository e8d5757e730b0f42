import Diffusion
import Digests
import FoundationEssentials
import Personalization

/// How a kept picture was learnt from: its prompts and how it was cut, so that later lessons show it alike.
struct LessonPicture: Codable, Equatable {
    var source: String
    var prompts: [String]
    var crop: String
    /// Shares of the largest square's area, for a random cut.
    var area: [Double]?
    var flip: Bool
    var size: Int?

    init(_ element: ImageSet.Element, of subject: Subject) {
        prompts = subject.prompts(for: element.image)
        (source, flip, size) = (element.image.source, element.flip, element.size)
        switch element.crop {
        case .center: crop = "center"
        case .none: crop = "none"
        case .buckets: crop = "buckets"
        case .random(let range): (crop, area) = ("random", [range.lowerBound, range.upperBound])
        }
    }

    var json: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}" }

    private var cut: Crop {
        switch crop {
        case "none": return .none
        case "buckets": return .buckets
        case "random":
            guard let area, area.count == 2, area[0] > 0, area[0] <= area[1] else { return .center }
            return .random(area: area[0]...area[1])
        default: return .center
        }
    }

    /// What a kept picture was learnt with; nothing where the registry does not say.
    static func prompts(of picture: MetamodelRecord.Picture) -> [String] { Self(picture)?.prompts ?? [] }

    private init?(_ picture: MetamodelRecord.Picture) {
        guard let details = try? JSONDecoder().decode(LessonPicture.self, from: Data(picture.details.utf8)) else { return nil }
        self = details
    }

    /// A kept picture as one to learn from.
    ///
    /// - Throws: `PersonalizationError.archive` for a file that is not what was written.
    static func set(of picture: MetamodelRecord.Picture) throws -> ImageSet {
        guard let found = try? SHA256.hex(file: picture.path), found == picture.digest else {
            throw PersonalizationError.archive(path: picture.path, reason: "a picture that was learnt from is missing, or not what was kept")
        }
        guard let details = Self(picture), !details.prompts.isEmpty else {
            throw PersonalizationError.archive(path: picture.path, reason: "the registry does not say how it was learnt from")
        }
        let image = PromptedImage(bitmap: try ImageFile(path: picture.path).bitmap, source: picture.path, prompts: details.prompts)
        return try ImageSet([image], crop: details.cut, flip: details.flip, size: details.size)
    }
}
