import Diffusion

extension Model {
    /// The pictures to begin from, checked: one for all prompts, one for each, or several for a single prompt.
    func sources(_ arguments: SamplingArguments, prompts: Int) throws -> [Image] {
        let sources = arguments.sources
        guard sources.count <= 1 || prompts == 1 || sources.count == prompts else {
            throw EaselError.invalidArgument(name: "from", expected: "one picture, or one for each of the \(prompts) prompts", found: "\(sources.count)")
        }
        let sizes = Set(sources.map { [$0.width, $0.height] })
        guard sizes.count <= 1 || (arguments.width != nil && arguments.height != nil) else {
            throw EaselError.invalidArgument(name: "from", expected: "pictures of one size, or width and height", found: "\(sizes.count) sizes")
        }
        return sources
    }

    /// The size of a picture that begins from another: the largest that the autoencoder divides, as diffusers has it; the model's without one.
    func size(of source: Image?) -> (width: Int, height: Int) {
        guard let source else { return (size, size) }
        let multiple = diffusion.sizeMultiple
        return (max(multiple, source.width / multiple * multiple), max(multiple, source.height / multiple * multiple))
    }
}
