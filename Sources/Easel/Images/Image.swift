public import Diffusion

/// A picture, with its recipe where Easel drew it.
public struct Image: Equatable, Sendable {
    public let bitmap: Bitmap
    public let recipe: Recipe?

    public init(_ bitmap: Bitmap, recipe: Recipe? = nil) {
        self.bitmap = bitmap
        self.recipe = recipe
    }

    /// Reads a PNG, JPEG or WebP file, with the recipe that it carries: Easel's own, or what other tools write.
    public init(path: String) throws {
        let file = try ImageFile(path: ModelLocation.expanded(path))
        let recipe = file.text(Self.recipeKeyword).flatMap(Recipe.init(json:)) ?? file.text("parameters").flatMap(Recipe.init(parameters:))
        self.init(file.bitmap, recipe: recipe)
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
    public func resized(width: Int, height: Int) throws -> Image { Image(try bitmap.resized(width: width, height: height, filter: .lanczos)) }

    /// A part, counted from the top left corner.
    public func cropped(x: Int, y: Int, width: Int, height: Int) throws -> Image {
        Image(try bitmap.cropped(x: x, y: y, width: width, height: height))
    }

    /// The keyword of the text chunk that holds the recipe.
    static let recipeKeyword = "easel"

    private var texts: [ImageText] {
        guard let recipe else { return [] }
        return [ImageText(keyword: "parameters", text: recipe.parameters), ImageText(keyword: Self.recipeKeyword, text: recipe.json)]
    }
}
