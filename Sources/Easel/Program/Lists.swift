public import Diffusion
public import Personalization

/// One text or several, as verbs take them.
public protocol TextList {
    var texts: [String] { get }
}

extension String: TextList {
    public var texts: [String] { [self] }
}

extension [String]: TextList {
    public var texts: [String] { self }
}

/// Pictures of any kind, as `likeness` takes them.
public protocol PictureList {
    var bitmaps: [Bitmap] { get }
}

extension Image: PictureList {
    public var bitmaps: [Bitmap] { [bitmap] }

    /// One line about the picture.
    var line: String { "Image \(width)×\(height)" + (recipe.map { ", seed \($0.seed): \"\($0.prompt)\" (\($0.summary))" } ?? "") }
}

extension [Image]: PictureList {
    public var bitmaps: [Bitmap] { map(\.bitmap) }
}

extension ImageSet: PictureList {
    public var bitmaps: [Bitmap] { elements.map(\.image.bitmap) }
}

extension EaselSession.Prompts: ExpressibleByArrayLiteral {
    public static let object = Self.templates(.object)
    public static let group = Self.templates(.group)
    public static let style = Self.templates(.style)

    public init(arrayLiteral prompts: String...) { self = .list(prompts) }
}
