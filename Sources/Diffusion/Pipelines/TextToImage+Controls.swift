import NeuralNetworks
import Tensors

extension TextToImage {
    /// The ControlNets as they steer a batch; nil where there are none.
    ///
    /// Pictures are scaled as diffusers scales them, by Lanczos' filter.
    func guide(for batch: [Picture], context: Tensor, interruption: Interruption) throws -> ControlGuide? {
        guard !controls.isEmpty else { return nil }
        let conditions = try controls.indices.map { index in
            let pictures = batch.map { $0.controls[index] }
            // One picture that steers all is embedded once.
            let needed = pictures.allSatisfy { $0 == pictures[0] } ? [pictures[0]] : pictures
            let tensors = try needed.map {
                try $0.resized(width: settings.width, height: settings.height, filter: .lanczos).condition.unsqueezed(axis: 0)
            }
            return Tensor.concatenated(tensors, axis: 0)
        }
        return try ControlGuide(
            controls, conditions: conditions, context: context, isGuided: settings.isGuided, isGuess: isGuess, interruption: interruption)
    }

    /// - Throws: `DiffusionError.invalidArgument`, `.foreignControl`.
    func validateControls() throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw DiffusionError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        for use in controls {
            try use.network.configuration.requireFit(model)
            try require(use.weight.isFinite && abs(use.weight) <= 100, "weight", "a number from -100 to 100", use.weight)
            try require((0..<1).contains(use.start), "start", "from 0 to below 1", use.start)
            try require(use.end > use.start && use.end <= 1, "end", "above start (\(use.start)) and at most 1", use.end)
            try require(
                use.isWhole || !settings.sampler.choosesSteps, "sampler", "one that knows its steps beforehand, for a control of a part of them",
                ".\(settings.sampler.rawValue)")
        }
        try require(!isGuess || !controls.isEmpty, "guess", "left out: there is no control", isGuess)
    }

    /// - Throws: `DiffusionError.invalidArgument` where a picture to draw lacks the picture of a ControlNet, or has one too many.
    func validateControls(of pictures: [Picture]) throws {
        guard let other = pictures.first(where: { $0.controls.count != controls.count }) else { return }
        throw DiffusionError.invalidArgument(
            name: "control", expected: "a picture for each of \(controls.count) ControlNets", found: "\(other.controls.count) pictures")
    }
}
