/// A named text stored in a picture file.
///
/// Source: PNG specification, tEXt, zTXt and iTXt chunks; EXIF's UserComment appears as `parameters`, where other tools put it.
public struct ImageText: Equatable, Sendable {
    public var keyword: String
    public var text: String

    public init(keyword: String, text: String) {
        self.keyword = keyword
        self.text = text
    }
}
