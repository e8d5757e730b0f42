public import Diffusion
import Personalization

extension Model {
    /// A picture drawn again from the recipe in its file, and how far it is from the file.
    public struct Recreation {
        public let image: Image
        /// The largest difference of a pixel's channel, 0…255; 0 on the same kind of processor.
        public let difference: Int
    }

    /// Draws the picture of a file again, with this model; what differs from the recipe is said first.
    ///
    /// - Parameters:
    ///   - source: the picture that it began from, where it began from one.
    ///   - mask: what of it was painted anew, where a mask said so.
    ///   - shown: what ControlNets were shown, in order, where it was steered.
    /// - Throws: `EaselError.noRecipe`; `EaselError.invalidArgument` without a picture or a mask that is needed, or with another; `.missingControlNet`.
    public func recreate(_ path: String, from source: Image? = nil, mask: MaskArea? = nil, control shown: [Image] = []) throws -> Recreation {
        let original = try Image(path: path)
        guard let recipe = original.recipe, let settings = recipe.settings else { throw EaselError.noRecipe(path: path) }
        try requireSource(source, of: recipe)
        let repainting = try repainting(of: recipe, in: source, mask: mask)
        let controls = try controls(of: recipe, shown: shown)
        for difference in differences(from: recipe) { session.emit(.warning("\(difference): the picture will not be the same.")) }
        let picture = TextToImage.Picture(
            prompt: recipe.prompt, negativePrompt: recipe.negativePrompt, seed: recipe.seed, source: source?.bitmap, repainting: repainting,
            controls: shown.map(\.bitmap))
        let image = try using(uses(of: recipe)) {
            try draw([picture], settings: settings, controls: controls, isGuess: recipe.isGuess ?? false, showsDrafts: false, title: "drawing again")[0]
        }
        return Recreation(image: image, difference: Self.difference(image.bitmap, original.bitmap))
    }

    private func requireSource(_ source: Image?, of recipe: Recipe) throws {
        let found = source.map(\.digest)
        guard found != recipe.source?.hash else { return }
        let expected = recipe.source.map { "the picture that it began from (\($0.hash.prefix(10)))" } ?? "left out: it began from noise alone"
        throw EaselError.invalidArgument(name: "from", expected: expected, found: found.map { "another one (\($0.prefix(10)))" } ?? "nothing")
    }

    /// What the recipe's picture painted anew of its source; nil for all of it, or where there was no source.
    private func repainting(of recipe: Recipe, in source: Image?, mask: MaskArea?) throws -> Repainting? {
        let mask = try source.flatMap { source in try mask?.mask(width: source.width, height: source.height) }
        let recorded = recipe.source?.repainting
        guard mask?.digest == recorded?.mask else {
            let expected = recorded?.mask.map { "the one that it was painted through (\($0.prefix(10)))" } ?? "left out: it was painted without one"
            throw EaselError.invalidArgument(
                name: "mask", expected: expected, found: mask.map { "another one (\($0.digest.prefix(10)))" } ?? "nothing")
        }
        return recorded.map {
            Repainting(mask: mask, margins: $0.margins ?? Margins(), feather: $0.feather, keepsUnmasked: $0.keepsUnmasked)
        }
    }

    /// In words: everything that the recipe says of model, tokens and program, and that is otherwise here.
    func differences(from recipe: Recipe) -> [String] {
        var differences: [String] = []
        if !Self.agree(recipe.modelHash, hash) {
            differences.append("It was drawn with the model '\(recipe.model)' (\(recipe.modelHash.prefix(10))), not with '\(name)' (\(hash.prefix(10)))")
        }
        for (placeholder, hash) in recipe.tokens.sorted(by: { $0.key < $1.key }) {
            guard let token = tokens.first(where: { $0.placeholder == placeholder }) else {
                differences.append("The token \(placeholder) is not here")
                continue
            }
            if !Self.agree(hash, Self.hash(of: token)) { differences.append("The token \(placeholder) has learnt something else since") }
        }
        for used in recipe.adapters ?? [] {
            guard let adapter = adapter(for: used) else {
                differences.append("The adapter '\(used.name)' is not here")
                continue
            }
            if !Self.agree(used.hash, Self.hash(of: adapter)) { differences.append("The adapter '\(used.name)' has learnt something else since") }
        }
        for used in recipe.controls ?? [] {
            guard let net = net(for: used), !Self.agree(used.hash, hash(of: net.network)) else { continue }
            differences.append("The ControlNet '\(used.name)' has other weights here")
        }
        if recipe.easel != EaselVersion.current {
            differences.append(recipe.isEasels ? "It was drawn by Easel \(recipe.easel), not \(EaselVersion.current)" : "It was drawn by another program")
        }
        return differences
    }

    /// Other tools keep the first digits of a hash only.
    static func agree(_ recorded: String, _ hash: String) -> Bool { recorded.count >= 8 && hash.hasPrefix(recorded) }

    private static func difference(_ first: Bitmap, _ second: Bitmap) -> Int {
        guard first.width == second.width, first.height == second.height else { return 255 }
        return zip(first.pixels, second.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }
}
