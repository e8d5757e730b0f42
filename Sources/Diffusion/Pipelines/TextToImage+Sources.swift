import NeuralNetworks
import Tensors

extension TextToImage {
    /// Where the pictures of a batch begin; nil for noise alone.
    ///
    /// Sources are scaled as diffusers scales them, by Lanczos' filter.
    func start(of batch: [Picture], sampler: any Sampler, interruption: Interruption) throws -> PictureStart? {
        let sources = batch.compactMap(\.source)
        guard let first = sources.first else { return nil }
        // One picture that all begin from is encoded once.
        let needed = sources.allSatisfy { $0 == first } ? [first] : sources
        let pixels = try needed.map {
            try $0.resized(width: settings.width, height: settings.height, filter: .lanczos).tensor.unsqueezed(axis: 0)
        }
        let distribution = try model.autoencoder.encode(Tensor.concatenated(pixels, axis: 0), interruption: interruption)
        return PictureStart(
            distribution, scalingFactor: model.autoencoder.configuration.scalingFactor, strength: settings.strength, steps: settings.steps, sampler: sampler)
    }

    /// - Throws: `DiffusionError.invalidArgument` for what can't begin from a picture.
    func validate(_ batch: [Picture]) throws {
        guard batch.contains(where: { $0.source != nil }) else { return }
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw DiffusionError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        try require(batch.allSatisfy { $0.source != nil }, "from", "a picture for each prompt, or for none", "some without")
        try require(settings.strength > 0 && settings.strength <= 1, "strength", "above 0 and at most 1", settings.strength)
        let count = PictureStart.count(of: settings.steps, strength: settings.strength)
        try require(
            count > 0, "strength", "at least \(1 / Double(settings.steps)), so that one of \(settings.steps) steps is taken", settings.strength)
        try require(
            !settings.sampler.choosesSteps, "sampler", "one that knows its steps beforehand, to begin at one of them", ".\(settings.sampler.rawValue)")
    }
}
