import CellLanguage
import Diffusion
import Easel
import NeuralNetworks

extension Verbs {
    static let explore = ModelVerb(
        "explore",
        [.positional("prompt", .string, "The prompt.")] + samplingParameters(list: false) + [sourceParameter] + repaintingParameters(),
        "Draws a picture with sliders and lists beside it, for seed, steps, guidance and sampler, with from: for strength too; it is drawn anew when one is moved.\n\nThat takes ipywidgets in Jupyter. Elsewhere, and in a saved notebook, it is a grid of seeds and guidance scales."
    ) { model, call in
        let output = (call.context.output as? OutputAdapter)?.output
        let exploration = Exploration(model: model, prompt: try call.string("prompt"), arguments: try call.samplingArguments())
        let images = try exploration.images(isAlone: output?.hasControls == true)
        let fallback = images.count > 1 ? try exploration.grid(images).bundle : images.bundle
        output?.display(try exploration.panel(first: images[0]), fallback: fallback)
        return .nothing
    }
}

/// What `explore` draws; used on the thread that runs cells only, whoever holds it.
private struct Exploration: @unchecked Sendable {
    let model: Model
    let prompt: String
    let base: SamplingArguments
    let settings: SamplingSettings

    init(model: Model, prompt: String, arguments: SamplingArguments) {
        self.model = model
        self.prompt = prompt
        var base = arguments
        base.seed = arguments.seed ?? UInt64.random(in: 0..<1000)
        self.base = base
        settings = model.settings(base)
    }

    private var scales: [Double] { [0.4, 1, 1.6].map { (settings.guidanceScale * $0 * 10).rounded() / 10 } }
    private var seed: UInt64 { base.seed ?? 0 }

    /// The picture as asked for; where it is not alone, the grid's others follow.
    func images(isAlone: Bool) throws -> [Image] {
        guard !isAlone else { return try model.sample([prompt], base) }
        let rows = try scales.map { scale in
            var arguments = base
            (arguments.count, arguments.guidanceScale) = (3, scale)
            return try model.sample([prompt], arguments)
        }
        return [rows[1][0]] + rows.flatMap { $0 }
    }

    func grid(_ images: [Image]) throws -> GridObject {
        let shown = Array(images.dropFirst())
        let cells: [[[Bitmap]]] = stride(from: 0, to: shown.count, by: 3).map { start in shown[start..<(start + 3)].map { [$0.bitmap] } }
        let layout = ImageGrid(
            cells: cells, rowHeaders: scales.map { "guidanceScale \($0)" }, columnHeaders: (0..<3).map { "seed \(seed &+ UInt64($0))" })
        return GridObject(layout, images: shown)
    }

    /// For a picture that begins from another.
    private var strengthControl: [ControlPanel.Control] {
        base.sources.isEmpty ? [] : [.init("strength", .fineSlider(settings.strength, in: 0.05...1, step: 0.05))]
    }

    func panel(first: Image) throws -> ControlPanel {
        let steps = max(50, settings.steps)
        let controls: [ControlPanel.Control] =
            [
                .init("seed", .number(Int(seed), in: 0...Int(UInt32.max))), .init("steps", .slider(settings.steps, in: 1...steps)),
                .init("guidanceScale", label: "guidance", .fineSlider(settings.guidanceScale, in: 0...max(20, settings.guidanceScale), step: 0.5)),
                .init("sampler", .choice(settings.sampler.rawValue, of: SamplerName.allCases.map(\.rawValue))),
            ] + strengthControl
        let picture = try Self.picture(first, code: code(base))
        return ControlPanel(controls, first: picture) { [self] settings, isStale, progress in
            var arguments = base
            arguments.seed = settings["seed"]?.int.map { UInt64($0) } ?? base.seed
            arguments.steps = settings["steps"]?.int ?? base.steps
            arguments.guidanceScale = settings["guidanceScale"]?.double ?? base.guidanceScale
            arguments.strength = settings["strength"]?.double ?? base.strength
            arguments.sampler = settings["sampler"]?.text.flatMap(SamplerName.init) ?? base.sampler
            return try draw(arguments, isStale: isStale, progress: progress)
        }
    }

    private func draw(_ arguments: SamplingArguments, isStale: @escaping @Sendable () -> Bool, progress: (String) -> Void) throws -> ControlPanel.Picture {
        let session = model.session
        return try withoutActuallyEscaping(progress) { progress in
            session.onEvent = { if case .progress(_, let place) = $0, place.state == .running { progress(place.bundle.text) } }
            defer { session.onEvent = { _ in } }
            let images = try session.stoppable(by: isStale) { try model.sample([prompt], arguments) }
            return try Self.picture(images[0], code: code(arguments))
        }
    }

    private static func picture(_ image: Image, code: String) throws -> ControlPanel.Picture {
        let shown = try image.shown
        return ControlPanel.Picture(bytes: try shown.png(), width: shown.width, code: code)
    }

    /// The cell that draws the picture by itself.
    private func code(_ arguments: SamplingArguments) -> String {
        let all = model.settings(arguments)
        let negative = arguments.negativePrompt.isEmpty ? "" : ", negativePrompt: \(Value.string(arguments.negativePrompt).debugDescription)"
        return "sample(\(Value.string(prompt).debugDescription)\(negative), seed: \(arguments.seed ?? 0), steps: \(all.steps), "
            + "guidanceScale: \(all.guidanceScale), sampler: .\(all.sampler.rawValue)\(source(arguments, strength: all.strength)))"
    }

    /// What a cell says of the picture to begin from; only a person knows its name.
    private func source(_ arguments: SamplingArguments, strength: Double) -> String {
        guard !arguments.sources.isEmpty else { return "" }
        let parts = arguments.mask == nil && arguments.extend == nil ? "" : ", and mask or extend as before"
        return ", strength: \(strength), from: picture /* the picture that was explored\(parts) */"
    }
}
