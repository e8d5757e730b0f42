public import Diffusion
public import Personalization

// The verbs as methods, with the labels of cells.

extension Model {
    /// Draws pictures.
    @discardableResult
    public func sample(
        _ prompt: some TextList, negativePrompt: String = "", count: Int = 1, steps: Int? = nil, guidanceScale: Double? = nil,
        sampler: SamplerName? = nil, seed: Int? = nil, width: Int? = nil, height: Int? = nil, strength: Double = SamplingArguments.standardStrength,
        clipSkip: Int = 0, promptSyntax: PromptSyntax = .plain, noise: NoiseStream = .torch, eta: Double = 0, from source: Image? = nil
    ) throws -> [Image] {
        var arguments = SamplingArguments()
        arguments.negativePrompt = negativePrompt
        arguments.count = count
        arguments.steps = steps
        arguments.guidanceScale = guidanceScale
        arguments.sampler = sampler
        arguments.seed = try seed.map { try Self.seed($0) }
        arguments.width = width
        arguments.height = height
        arguments.strength = strength
        arguments.clipSkip = clipSkip
        arguments.details.promptSyntax = promptSyntax
        arguments.details.noise = noise
        arguments.details.eta = eta
        arguments.sources = source.map { [$0] } ?? []
        return try sample(prompt.texts, arguments)
    }

    /// Teaches a thing from pictures.
    @discardableResult
    public func train(
        _ thing: any Trainable, on pictures: ImageSet, steps: Int? = nil, epochs: Int? = nil, batchSize: Int? = nil, learningRate: Double? = nil,
        seed: Int? = nil, preset: TrainingArguments.Preset? = nil, validateEvery: Int = 50, checkpointEvery: Int = 100,
        onStep: ((TrainingStep) throws -> Bool)? = nil
    ) throws -> TrainingRun {
        var arguments = TrainingArguments()
        arguments.steps = steps
        arguments.epochs = epochs
        arguments.batchSize = batchSize
        arguments.learningRate = learningRate
        arguments.seed = try seed.map { try Self.seed($0) }
        arguments.preset = preset
        arguments.validateEvery = validateEvery
        arguments.checkpointEvery = checkpointEvery
        arguments.onStep = onStep
        return try train(thing, on: pictures, arguments)
    }

    private static func seed(_ number: Int) throws -> UInt64 {
        guard let seed = UInt64(exactly: number) else {
            throw EaselError.invalidArgument(name: "seed", expected: "at least 0", found: "\(number)")
        }
        return seed
    }
}
