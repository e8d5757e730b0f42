import Diffusion
import NeuralNetworks
public import Personalization

extension EaselSession {
    /// Gives each picture of a set the control that a detector, or whatever else, makes of it.
    ///
    /// - Throws: `PersonalizationError.invalidArgument` for a control of another shape; what `control` throws.
    public func pairs(_ pictures: ImageSet, control: (Image) throws -> Image) throws -> ImageSet {
        let controls = try ProgressLine("making controls", unit: "picture", in: self).during { line in
            try pictures.elements.enumerated().map { index, element in
                try interruption.check()
                line.update(index, of: pictures.count)
                return try control(Image(element.image.bitmap)).bitmap
            }
        }
        return try pictures.controlled(by: controls)
    }

    /// Reads the pairs of a folder, with their prompts.
    ///
    /// Formats: `metadata.jsonl` with `file_name` (or `image`), `conditioning_image` and `text` in each line, as Hugging Face's image folders have it, or
    /// `prompt.json` with `source`, `target` and `prompt` in each line, as ControlNet's own tutorial has it.
    /// - Throws: `PersonalizationError.noPictures` without either, `EaselError.unreadableFile` for a line that is none, `ImageError`.
    public func pairs(in folder: String, size: Int? = nil, crop: Crop = .center, flip: Bool = false) throws -> ImageSet {
        let list = try PairList(folder: ModelLocation.expanded(folder))
        var controls: [Bitmap] = []
        let images = try ProgressLine("reading pairs", unit: "pair", in: self).during { line in
            try list.pairs.enumerated().map { index, pair in
                try interruption.check()
                line.update(index, of: list.pairs.count)
                controls.append(try ImageFile(path: pair.control).bitmap)
                return PromptedImage(bitmap: try ImageFile(path: pair.picture).bitmap, source: pair.picture, prompts: [pair.prompt])
            }
        }
        return try ImageSet(images, crop: crop, flip: flip, size: size).controlled(by: controls)
    }

    /// Pictures that were drawn, to learn from, each with the prompt that it was drawn from.
    ///
    /// - Throws: `EaselError.invalidArgument` for a picture without a prompt.
    public func set(of pictures: [Image], crop: Crop = .center) throws -> ImageSet {
        try ImageSet(
            pictures.enumerated().map { index, picture in
                guard let prompt = picture.prompt else {
                    throw EaselError.invalidArgument(
                        name: "pictures", expected: "a set that images() read, or pictures that carry their prompts", found: "picture \(index + 1) without one")
                }
                return PromptedImage(bitmap: picture.bitmap, source: "drawn", prompts: [prompt])
            }, crop: crop)
    }
}
