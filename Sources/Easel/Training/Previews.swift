import Diffusion
import Personalization

/// What a run draws on its way, the same each time: prompts, or of a control net some of its pairs.
struct Previews {
    /// Row after row.
    let pictures: [TextToImage.Picture]
    /// Pictures of a row.
    let perRow: Int
    /// What steers, in the order of each picture's controls.
    let controls: [ControlUse]
    /// With nothing drawn yet.
    let sheet: PreviewSheet

    var isEmpty: Bool { pictures.isEmpty }

    init(of thing: any Trainable, on images: ImageSet, _ arguments: TrainingArguments, model: Model) throws {
        if let control = thing as? ControlNet {
            try self.init(of: control, on: images, arguments, model: model)
        } else {
            self.init(of: arguments.previewPrompts(of: thing), arguments)
        }
    }

    /// A row for each prompt.
    private init(of prompts: [String], _ arguments: TrainingArguments) {
        pictures = prompts.flatMap { prompt in
            (0..<arguments.previewCount).map { TextToImage.Picture(prompt: prompt, seed: arguments.previewSeed &+ UInt64($0)) }
        }
        perRow = arguments.previewCount
        controls = []
        sheet = PreviewSheet(prompts: prompts)
    }

    /// A row for each of some pairs, between its control and its target; with their own prompts, or with those that were asked for.
    ///
    /// Where a picture takes minutes, they are drawn only on request.
    private init(of control: ControlNet, on images: ImageSet, _ arguments: TrainingArguments, model: Model) throws {
        let isWanted = !arguments.preview.isEmpty || model.size < 256
        let count = isWanted ? min(arguments.previewCount, images.count) : 0
        let chosen = try (0..<count).map { try images.elements[$0 * images.count / count].middle(side: model.size) }
        let prompts = chosen.enumerated().map { index, pair in
            arguments.preview.isEmpty ? control.prompt(pair.prompts[0]) : arguments.preview[index % arguments.preview.count]
        }
        let guides = chosen.compactMap(\.control)
        pictures = zip(prompts, guides).map { TextToImage.Picture(prompt: $0, seed: arguments.previewSeed, controls: [$1]) }
        perRow = 1
        controls = [ControlUse(control.network)]
        sheet = PreviewSheet(prompts: prompts, controls: guides, targets: chosen.map(\.bitmap))
    }
}
