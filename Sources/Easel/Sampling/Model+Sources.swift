import Diffusion

extension Model {
    /// The pictures to begin from, checked: one for all prompts, one for each, or several for a single prompt.
    func sources(_ arguments: SamplingArguments, prompts: Int) throws -> [Image] {
        let sources = arguments.sources
        try validatePainting(arguments)
        guard sources.count <= 1 || prompts == 1 || sources.count == prompts else {
            throw EaselError.invalidArgument(name: "from", expected: "one picture, or one for each of the \(prompts) prompts", found: "\(sources.count)")
        }
        let sizes = Set(sources.map { [$0.width, $0.height] })
        guard sizes.count <= 1 || (arguments.width != nil && arguments.height != nil) else {
            throw EaselError.invalidArgument(name: "from", expected: "pictures of one size, or width and height", found: "\(sizes.count) sizes")
        }
        return sources
    }

    private func validatePainting(_ arguments: SamplingArguments) throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: String) throws {
            guard condition else { throw EaselError.invalidArgument(name: name, expected: expected, found: found) }
        }
        let isAlone = arguments.sources.isEmpty
        try require(arguments.mask == nil || !isAlone, "mask", "given together with from: the picture to paint in", "given without one")
        guard let extend = arguments.extend else { return }
        try require(!isAlone, "extend", "given together with from: the picture to reach beyond", "given without one")
        let sides = [extend.left, extend.right, extend.top, extend.bottom]
        try require(sides.allSatisfy { (0...4096).contains($0) } && !extend.isEmpty, "extend", "from 1 to 4096 pixels", "\(sides.max() ?? 0)")
        try require(
            arguments.width == nil && arguments.height == nil, arguments.width == nil ? "height" : "width", "left out with extend, which makes the size",
            "given")
    }

    /// What of a source is painted anew; nil for all of it.
    ///
    /// - Throws: `DiffusionError.invalidArgument` for a mask that does not fit.
    func repainting(_ arguments: SamplingArguments, of source: Image) throws -> Repainting? {
        guard arguments.paintsAPart else { return nil }
        return Repainting(
            mask: try arguments.mask?.mask(width: source.width, height: source.height),
            margins: arguments.extend?.rounded(up: diffusion.sizeMultiple) ?? Margins(), feather: arguments.feather,
            keepsUnmasked: arguments.keepUnmasked)
    }

    /// The size of a picture that begins from another: the largest that the autoencoder divides, as diffusers has it, and what it reaches
    /// beyond that; the model's without one.
    func size(of source: Image?, extend: Margins?) -> (width: Int, height: Int) {
        guard let source else { return (size, size) }
        let multiple = diffusion.sizeMultiple
        func fitted(_ side: Int) -> Int { max(multiple, side / multiple * multiple) }
        return (extend?.rounded(up: multiple) ?? Margins()).size(around: fitted(source.width), fitted(source.height))
    }
}
