import Diffusion
import Personalization

/// What came of drawing a manifest's picture again.
public enum Verdict: Equatable, Sendable {
    case identical
    /// Everything agrees, and yet other pixels: another kind of processor, or another version of the program.
    case different
    /// Not drawn, because something that it needs is not here, or is something else.
    case impossible(reason: String)
}

extension Model {
    /// Draws every picture of a manifest again, as far as this model with its tokens can; one verdict a picture.
    ///
    /// - Throws: when it is interrupted, or memory does not suffice.
    public func verify(_ manifest: Manifest) throws -> [Verdict] {
        try ProgressLine("verifying", unit: "picture", in: session).during { try verify(manifest, line: $0) }
    }

    private func verify(_ manifest: Manifest, line: ProgressLine) throws -> [Verdict] {
        var verdicts: [Verdict] = []
        line.update(0, of: manifest.pictures.count)
        while verdicts.count < manifest.pictures.count {
            let rest = manifest.pictures.dropFirst(verdicts.count)
            let call = Array(
                rest.prefix {
                    $0.call == rest.first?.call && $0.recipe.settings == rest.first?.recipe.settings && $0.recipe.adapters == rest.first?.recipe.adapters
                })
            verdicts += try verify(call)
            line.update(verdicts.count, of: manifest.pictures.count)
        }
        return verdicts
    }

    /// Verifies the pictures of one call, which are drawn together as they were then.
    private func verify(_ pictures: [Manifest.DrawnPicture]) throws -> [Verdict] {
        let obstacle = pictures.lazy.compactMap { self.obstacle(to: $0.recipe) }.first
        guard obstacle == nil, let settings = pictures.first?.recipe.settings else {
            return pictures.map { _ in .impossible(reason: obstacle ?? "its sampler is not known") }
        }
        let wanted = pictures.map { TextToImage.Picture(prompt: $0.recipe.prompt, negativePrompt: $0.recipe.negativePrompt, seed: $0.recipe.seed) }
        do {
            let images = try using(uses(of: pictures[0].recipe)) { try draw(wanted, settings: settings) { _ in } }
            return zip(images, pictures).map { $0.digest == $1.digest ? .identical : .different }
        } catch let error as DiffusionError {
            return pictures.map { _ in .impossible(reason: "\(error)") }
        }
    }

    /// What of model and tokens is not as the recipe says; nil where all is.
    private func obstacle(to recipe: Recipe) -> String? {
        guard recipe.modelHash == hash else {
            return "drawn with the model '\(recipe.model)' (\(recipe.modelHash.prefix(10))); this is '\(name)' (\(hash.prefix(10)))"
        }
        if let source = recipe.source {
            return "it began from another picture: recreate(file, from:\(source.repainting?.mask == nil ? "" : " mask:")) draws it again"
        }
        if recipe.controls != nil { return "it was steered by pictures: recreate(file, control:) draws it again" }
        for (placeholder, hash) in recipe.tokens.sorted(by: { $0.key < $1.key }) {
            guard let token = tokens.first(where: { $0.placeholder == placeholder }) else { return "the token \(placeholder) is not here" }
            if Self.hash(of: token) != hash { return "the token \(placeholder) has learnt something else" }
        }
        for used in recipe.adapters ?? [] {
            guard let adapter = adapter(for: used) else { return "the adapter '\(used.name)' is not here" }
            if Self.hash(of: adapter) != used.hash { return "the adapter '\(used.name)' has learnt something else" }
        }
        return nil
    }
}
