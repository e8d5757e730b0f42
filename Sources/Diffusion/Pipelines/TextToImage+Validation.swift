import Tensors

extension TextToImage {
    /// - Throws: `DiffusionError.invalidArgument` for what can't begin from a picture, or can't be painted in one.
    func validate(_ batch: [Picture]) throws {
        try validateRepainting(batch)
        guard batch.contains(where: { $0.source != nil }) else { return }
        try require(batch.allSatisfy { $0.source != nil }, "from", "a picture for each prompt, or for none", "some without")
        try require(settings.strength > 0 && settings.strength <= 1, "strength", "above 0 and at most 1", settings.strength)
        let count = PictureStart.count(of: settings.steps, strength: settings.strength)
        try require(
            count > 0, "strength", "at least \(1 / Double(settings.steps)), so that one of \(settings.steps) steps is taken", settings.strength)
        try require(
            !settings.sampler.choosesSteps, "sampler", "one that knows its steps beforehand, to begin at one of them", ".\(settings.sampler.rawValue)")
    }

    private func validateRepainting(_ batch: [Picture]) throws {
        guard batch.contains(where: { $0.repainting != nil }) else {
            let expected = "given, with from: a model for inpainting ('\(model.name)') paints in a picture"
            return try require(!model.isForInpainting, "mask", expected, "left out")
        }
        for picture in batch {
            guard let repainting = picture.repainting else {
                throw DiffusionError.invalidArgument(name: "mask", expected: "one for each picture, or for none", found: "missing for some")
            }
            guard let source = picture.source else {
                throw DiffusionError.invalidArgument(name: "from", expected: "the picture to paint in", found: "left out")
            }
            try validate(repainting, of: source)
        }
    }

    private func validate(_ repainting: Repainting, of source: Bitmap) throws {
        let margins = repainting.margins
        let sides = [margins.left, margins.right, margins.top, margins.bottom]
        try require(sides.allSatisfy((0...4096).contains), "extend", "from 0 to 4096 pixels", sides)
        let isInside = settings.width - margins.left - margins.right > 0 && settings.height - margins.top - margins.bottom > 0
        try require(isInside, "extend", "less than the drawing's size, \(settings.width)×\(settings.height)", "as much or more")
        try require((0...4096).contains(repainting.feather), "feather", "from 0 to 4096 pixels", repainting.feather)
        if let mask = repainting.mask {
            try require(
                (mask.width, mask.height) == (source.width, source.height), "mask", "as large as the picture, \(source.width)×\(source.height) pixels",
                "\(mask.width)×\(mask.height)")
        }
        let scale = model.autoencoder.configuration.scale
        let painted = try SourceCanvas(source, repainting: repainting, width: settings.width, height: settings.height).latentMask(scale: scale)
        // A latent is painted where its top left pixel is masked, as in diffusers.
        try require(
            painted?.scalars.contains(1) == true, "mask", "white in some place, and at least \(scale) pixels wide and high there, so that something is painted",
            "empty")
    }
}
