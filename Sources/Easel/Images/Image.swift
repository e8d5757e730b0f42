public import Diffusion

/// A picture, with its recipe where Easel drew it.
public struct Image: Equatable, Sendable {
    public let bitmap: Bitmap
    public let recipe: Recipe?
    /// What it can steer a drawing by; nil for pictures that no detector made.
    public let control: ControlKind?
    /// The recipe of the picture that a detector looked at, where Easel drew that.
    public let source: Recipe?

    public init(_ bitmap: Bitmap, recipe: Recipe? = nil, control: ControlKind? = nil, source: Recipe? = nil) {
        self.bitmap = bitmap
        self.recipe = recipe
        self.control = control
        self.source = source
    }

    /// Reads a PNG, JPEG or WebP file, with the recipe that it carries (Easel's own, or what other tools write) and the kind of control that it is.
    public init(path: String) throws {
        let file = try ImageFile(path: ModelLocation.expanded(path))
        let recipe = file.text(Self.recipeKeyword).flatMap(Recipe.init(json:)) ?? file.text("parameters").flatMap(Recipe.init(parameters:))
        self.init(
            file.bitmap, recipe: recipe, control: file.text(Self.controlKeyword).flatMap(ControlKind.init(rawValue:)),
            source: file.text(Self.sourceKeyword).flatMap(Recipe.init(json:)))
    }

    public var width: Int { bitmap.width }
    public var height: Int { bitmap.height }
    // Inlined across modules, these two crash the optimizer of Swift 6.3.1 (CopyPropagation on an optional large struct).
    @inline(never) public var seed: UInt64? { recipe?.seed }
    @inline(never) public var prompt: String? { recipe?.prompt }

    /// The PNG file, carrying the recipe for other tools and for Easel.
    public func png() throws -> [UInt8] { try bitmap.png(texts: texts) }

    /// Writes PNG or JPEG, as the name's ending says.
    public func write(to path: String) throws { try bitmap.write(to: ModelLocation.expanded(path), texts: texts) }

    /// Another size; what is drawn differs from the recipe's picture, so the recipe stays behind.
    public func resized(width: Int, height: Int) throws -> Image { copy(try bitmap.resized(width: width, height: height, filter: .lanczos)) }

    /// A part, counted from the top left corner.
    public func cropped(x: Int, y: Int, width: Int, height: Int) throws -> Image {
        copy(try bitmap.cropped(x: x, y: y, width: width, height: height))
    }

    /// Another form of the picture: a control stays one.
    private func copy(_ bitmap: Bitmap) -> Image { Image(bitmap, control: control, source: source) }

    /// The keyword of the text chunk that holds the recipe.
    static let recipeKeyword = "easel"
    /// The keywords of what a detector made, and from what.
    private static let (controlKeyword, sourceKeyword) = ("easel-control", "easel-source")

    private var texts: [ImageText] {
        let drawn = recipe.map { [ImageText(keyword: "parameters", text: $0.parameters), ImageText(keyword: Self.recipeKeyword, text: $0.json)] }
        let control = control.map { ImageText(keyword: Self.controlKeyword, text: $0.rawValue) }
        let source = source.map { ImageText(keyword: Self.sourceKeyword, text: $0.json) }
        return (drawn ?? []) + [control, source].compactMap(\.self)
    }
}
