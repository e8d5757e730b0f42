import Diffusion

/// Pictures to learn from, each with its prompts and the way it is cut.
public struct ImageSet: Equatable, Sendable {
    /// A picture and how it is cut.
    public struct Element: Equatable, Sendable {
        public let image: PromptedImage
        public let crop: Crop
        /// Whether it is mirrored half of the time.
        public let flip: Bool
        /// Side of the square in pixels; nil for the model's.
        public let size: Int?
    }

    public let elements: [Element]

    public init(_ images: [PromptedImage], crop: Crop = .center, flip: Bool = false, size: Int? = nil) throws {
        if case .random(let area) = crop, !(area.lowerBound > 0 && area.upperBound <= 1) {
            throw PersonalizationError.invalidArgument(name: "area", expected: "within 0…1, above 0", found: "\(area)")
        }
        if let size, !(8...2048).contains(size) {
            throw PersonalizationError.invalidArgument(name: "size", expected: "from 8 to 2048", found: "\(size)")
        }
        elements = images.map { Element(image: $0, crop: crop, flip: flip, size: size) }
    }

    init(elements: [Element]) { self.elements = elements }

    public var count: Int { elements.count }

    /// The largest side that its pictures are made, in pixels; nil where all are made the model's.
    public var side: Int? { elements.compactMap(\.size).max() }

    /// Both sets, each keeping its own prompts and its own way of cutting.
    public static func + (first: ImageSet, second: ImageSet) -> ImageSet {
        ImageSet(elements: first.elements + second.elements)
    }
}
