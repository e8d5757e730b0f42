import FoundationEssentials
import JSONValues
import Personalization

/// The pairs of a folder as its list names them.
struct PairList {
    struct Pair: Equatable {
        /// Paths.
        let picture: String
        let control: String
        let prompt: String
    }

    let pairs: [Pair]

    /// The lists that are looked for, with the names of their fields: of the picture, its control and its prompt.
    private static let formats: [(file: String, picture: [String], control: String, prompt: String)] = [
        ("metadata.jsonl", ["file_name", "image"], "conditioning_image", "text"),
        ("prompt.json", ["target"], "source", "prompt"),
    ]

    /// - Throws: `PersonalizationError.noPictures`, `EaselError.unreadableFile`.
    init(folder: String) throws {
        let found = Self.formats.lazy.compactMap { format in FileManager.default.contents(atPath: "\(folder)/\(format.file)").map { (format, $0) } }.first
        guard let (format, data) = found else {
            throw PersonalizationError.noPictures(
                source: "'\(folder)'", reason: "it lists no pairs: there is neither \(Self.formats.map(\.file).joined(separator: " nor "))")
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        pairs = try lines.enumerated().map { number, line in
            let fields = try? JSONValue(parsing: Data(line.utf8))
            func text(_ name: String) -> String? { fields?[name]?.string }
            guard let picture = format.picture.lazy.compactMap(text).first, let control = text(format.control), let prompt = text(format.prompt) else {
                throw EaselError.unreadableFile(
                    path: "\(folder)/\(format.file)",
                    reason:
                        "line \(number + 1) does not name a picture (\(format.picture[0])), its control (\(format.control)) and its prompt (\(format.prompt))")
            }
            return Pair(picture: "\(folder)/\(picture)", control: "\(folder)/\(control)", prompt: prompt)
        }
        guard !pairs.isEmpty else { throw PersonalizationError.noPictures(source: "'\(folder)/\(format.file)'", reason: "the list is empty") }
    }
}
