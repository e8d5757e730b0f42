public import Diffusion
import Digests
import NeuralNetworks
public import Personalization
import Tensors

extension Model {
    /// Draws pictures: `count` for each prompt, one prompt after the other, the seeds counting on.
    ///
    /// - Parameters:
    ///   - adapters: what is used meanwhile, each as strongly as it is wanted.
    ///   - controls: what steers, all at once.
    /// - Throws: `DiffusionError` before anything is drawn for arguments that make no sense or memory that would not suffice.
    public func sample(
        _ prompts: [String], _ arguments: SamplingArguments = SamplingArguments(), with adapters: [AdapterUse] = [], controls: [Control] = []
    ) throws -> [Image] {
        try requireOwn(adapters)
        guard (1...1000).contains(arguments.count) else {
            throw EaselError.invalidArgument(name: "count", expected: "from 1 to 1000", found: "\(arguments.count)")
        }
        guard !prompts.isEmpty else { throw EaselError.invalidArgument(name: "prompt", expected: "at least one prompt", found: "none") }
        let sources = try sources(arguments, prompts: prompts.count)
        let settings = settings(sized(arguments, by: controls))
        // One prompt for several pictures is written once.
        let prompts = (sources.count > prompts.count ? Array(repeating: prompts[0], count: sources.count) : prompts).map { spelledOut($0) }
        let uses = try uses(of: controls, prompts: prompts.count)
        let first = arguments.seed ?? UInt64.random(in: 0..<(1 << 32))
        let repaintings = try sources.map { try repainting(arguments, of: $0) }
        let pictures = prompts.enumerated().flatMap { index, prompt in
            let place = sources.count == 1 ? 0 : index
            return (0..<arguments.count).map { number in
                TextToImage.Picture(
                    prompt: prompt, negativePrompt: arguments.negativePrompt, seed: first &+ UInt64(index * arguments.count + number),
                    source: sources.isEmpty ? nil : sources[place].bitmap, repainting: sources.isEmpty ? nil : repaintings[place],
                    controls: controls.pictures(forPrompt: index))
            }
        }
        if settings.details.promptSyntax == .plain { noteTruncation(of: prompts + [arguments.negativePrompt]) }
        let images = try using(adapters) {
            try draw(pictures, settings: settings, controls: uses, isGuess: arguments.isGuess, showsDrafts: arguments.preview, title: "drawing")
        }
        session.drawn.record(images)
        return images
    }

    /// The settings that arguments, recommendations and defaults make together.
    public func settings(_ arguments: SamplingArguments) -> SamplingSettings {
        let (width, height) = size(of: arguments.sources.first, extend: arguments.extend)
        let standardStrength = arguments.paintsAPart ? SamplingArguments.standardPaintingStrength : SamplingArguments.standardStrength
        return SamplingSettings(
            steps: arguments.steps ?? recommended.steps ?? SamplingArguments.standardSteps,
            guidanceScale: arguments.guidanceScale ?? recommended.guidanceScale ?? SamplingArguments.standardGuidanceScale,
            sampler: arguments.sampler ?? recommended.sampler ?? SamplingArguments.standardSampler,
            width: arguments.width ?? width, height: arguments.height ?? height, clipSkip: arguments.clipSkip,
            strength: arguments.sources.isEmpty ? 1 : arguments.strength ?? standardStrength, details: arguments.details)
    }

    func draw(
        _ pictures: [TextToImage.Picture], settings: SamplingSettings, controls: [ControlUse] = [], isGuess: Bool = false, showsDrafts: Bool, title: String
    ) throws -> [Image] {
        try ProgressLine(title, unit: "step", in: session).during { line in
            var place = (done: 0, count: settings.steps, detail: pictures.count > 1 ? "\(pictures.count) pictures" : "")
            return try draw(pictures, settings: settings, controls: controls, isGuess: isGuess, showsDrafts: showsDrafts) { stage in
                line.update(place.done, of: place.count, activity: stage.activity, detail: place.detail)
            } report: { progress in
                let what = pictures.count > 1 ? "picture \(progress.firstPicture + 1) of \(pictures.count)" : ""
                place = (progress.step, progress.count, what)
                line.update(place.done, of: place.count, detail: what)
            }
        }
    }

    /// Draws for somebody who shows the progress in a line of their own.
    func draw(
        _ pictures: [TextToImage.Picture], settings: SamplingSettings, controls: [ControlUse] = [], isGuess: Bool = false,
        showsDrafts: Bool = false, stage: (TextToImage.Stage) -> Void = { _ in }, report: (TextToImage.Progress) -> Void
    ) throws -> [Image] {
        let pipeline = try TextToImage(diffusion, settings: settings, controls: controls, isGuess: isGuess)
        // What recipes name: it takes seconds for a large model, and is kept.
        try currentHash()
        let used = try controls.map { try usedControl($0) }
        let draftID = showsDrafts ? session.nextDisplayID() : 0
        var hasDraft = false
        defer { if hasDraft { session.emit(.draft(id: draftID, nil)) } }
        var images: [Image] = []
        try pipeline(pictures, interruption: session.interruption, stage: stage) { progress in
            report(progress)
            guard showsDrafts, progress.step.isMultiple(of: 5) else { return }
            let draft = try pipeline.decode(progress.denoised.sliced(axis: 0, 0..<1), interruption: self.session.interruption)
            hasDraft = true
            session.emit(.draft(id: draftID, Image(Bitmap(draft))))
        } finished: { index, picture in
            let drawing = try pipeline.keepingUnmasked(in: Bitmap(picture), of: pictures[index])
            images.append(Image(drawing, recipe: recipe(pictures[index], settings: settings, controls: used, isGuess: isGuess)))
        }
        return images
    }

    private func noteTruncation(of prompts: [String]) {
        for prompt in prompts {
            let encoding = diffusion.tokenizer.encode(prompt)
            guard encoding.isTruncated else { continue }
            let window = diffusion.tokenizer.maximumLength - 2
            session.emit(.warning("The prompt has \(encoding.length) tokens; the model sees the first \(window): '\(prompt.prefix(60))…'"))
        }
    }

    func recipe(
        _ picture: TextToImage.Picture, settings: SamplingSettings, controls: [Recipe.UsedControl] = [], isGuess: Bool = false
    ) -> Recipe {
        let prompts = [picture.prompt, picture.negativePrompt].map(settings.details.promptSyntax.text(of:)).joined(separator: " ")
        let used = tokens.filter { prompts.lowercased().contains($0.placeholder.lowercased()) }
        var recipe = Recipe(
            prompt: picture.prompt, negativePrompt: picture.negativePrompt, steps: settings.steps, guidanceScale: settings.guidanceScale,
            sampler: settings.sampler.rawValue, seed: picture.seed, width: settings.width, height: settings.height,
            clipSkip: settings.clipSkip, model: name, modelHash: hash,
            tokens: Dictionary(used.map { ($0.placeholder, Self.hash(of: $0)) }, uniquingKeysWith: { $1 }),
            adapters: inUse.map { Recipe.UsedAdapter(name: $0.adapter.label, strength: $0.strength, hash: Self.hash(of: $0.adapter)) },
            source: Recipe.Source(picture, strength: settings.strength), details: settings.details)
        recipe.setControls(controls, shown: picture.controls, isGuess: isGuess)
        return recipe
    }

    /// SHA-256 of a token's vectors.
    static func hash(of token: Token) -> String { hash(of: token.parameter.value) }

    /// SHA-256 of a tensor's numbers.
    static func hash(of tensor: Tensor) -> String {
        var digest = SHA256()
        tensor.withScalars { digest.update(UnsafeRawBufferPointer($0)) }
        return digest.finalize().hex
    }
}

extension TextToImage.Stage {
    /// As a progress line says it.
    var activity: String {
        switch self {
        case .encoding: "encoding the prompt"
        case .denoising: ""
        case .decoding: "decoding"
        }
    }
}
