extension ImageSet {
    /// The set with the prompts that a thing is learnt by, where templates stood.
    public func prompted(by thing: some Trainable) -> ImageSet { prompted(by: thing.prompts(for:)) }

    /// The set with other prompts.
    public func prompted(by prompts: (PromptedImage) -> [String]) -> ImageSet { replacing { $0.prompted(by: prompts($0)) } }

    /// The set with other pictures, each cut as that in its place was.
    func replacing(_ image: (PromptedImage) throws -> PromptedImage) rethrows -> ImageSet {
        ImageSet(elements: try elements.map { Element(image: try image($0.image), crop: $0.crop, flip: $0.flip, size: $0.size) })
    }
}
