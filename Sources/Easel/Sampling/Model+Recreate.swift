import Diffusion
import Personalization

extension Model {
    /// A picture drawn again from the recipe in its file, and how far it is from the file.
    public struct Recreation {
        public let image: Image
        /// The largest difference of a pixel's channel, 0…255; 0 on the same kind of processor.
        public let difference: Int
    }

    /// Draws the picture of a file again.
    ///
    /// - Throws: `EaselError.noRecipe`; `EaselError.modelMismatch` where it was drawn with other weights or tokens.
    public func recreate(_ path: String) throws -> Recreation {
        let original = try Image(path: path)
        guard let recipe = original.recipe, let sampler = SamplerName(rawValue: recipe.sampler) else { throw EaselError.noRecipe(path: path) }
        guard recipe.modelHash == hash else {
            throw EaselError.modelMismatch(
                path: path, expected: "'\(recipe.model)' (\(recipe.modelHash.prefix(10)))", found: "'\(name)' (\(hash.prefix(10)))")
        }
        for (placeholder, hash) in recipe.tokens.sorted(by: { $0.key < $1.key }) {
            let token = tokens.first { $0.placeholder == placeholder }
            guard let token, Self.hash(of: token) == hash else {
                throw EaselError.modelMismatch(
                    path: path, expected: "the token \(placeholder) (\(hash.prefix(10)))",
                    found: token.map { "\(placeholder) (\(Self.hash(of: $0).prefix(10)))" } ?? "without it")
            }
        }
        let settings = SamplingSettings(
            steps: recipe.steps, guidanceScale: recipe.guidanceScale, sampler: sampler, width: recipe.width, height: recipe.height,
            clipSkip: recipe.clipSkip, details: recipe.details ?? SamplingDetails())
        let picture = TextToImage.Picture(prompt: recipe.prompt, negativePrompt: recipe.negativePrompt, seed: recipe.seed)
        let image = try draw([picture], settings: settings, showsDrafts: false, title: "drawing again")[0]
        return Recreation(image: image, difference: Self.difference(image.bitmap, original.bitmap))
    }

    private static func difference(_ first: Bitmap, _ second: Bitmap) -> Int {
        guard first.width == second.width, first.height == second.height else { return 255 }
        return zip(first.pixels, second.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }
}
