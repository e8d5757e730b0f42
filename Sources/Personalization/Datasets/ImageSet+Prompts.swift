extension ImageSet {
    /// The set with the prompts that a thing is learnt by, where templates stood.
    public func prompted(by thing: some Trainable) -> ImageSet { prompted(by: thing.prompts(for:)) }

    /// The set with other prompts.
    public func prompted(by prompts: (PromptedImage) -> [String]) -> ImageSet {
        ImageSet(
            elements: elements.map { element in
                let image = PromptedImage(
                    bitmap: element.image.bitmap, source: element.image.source, prompts: prompts(element.image), isTransparent: element.image.isTransparent)
                return Element(image: image, crop: element.crop, flip: element.flip, size: element.size)
            })
    }
}
