public import Diffusion
import Personalization

// The verbs as methods, with the labels of cells.

extension Model {
    /// Draws pictures.
    @discardableResult
    public func sample(
        _ prompt: some TextList, negativePrompt: String = "", count: Int = 1, steps: Int? = nil, guidanceScale: Double? = nil,
        sampler: SamplerName? = nil, seed: Int? = nil, width: Int? = nil, height: Int? = nil, strength: Double? = nil,
        clipSkip: Int = 0, promptSyntax: PromptSyntax = .plain, noise: NoiseStream = .torch, eta: Double = 0, from source: Image? = nil,
        mask: MaskArea? = nil, extend: Margins? = nil, feather: Int = 0, keepUnmasked: Bool = true, control: any ControlList = [Control](),
        guess: Bool = false, with adapters: AdapterList = []
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
        (arguments.mask, arguments.extend, arguments.feather, arguments.keepUnmasked) = (mask, extend, feather, keepUnmasked)
        arguments.isGuess = guess
        return try sample(prompt.texts, arguments, with: adapters.uses, controls: control.controls)
    }

    static func seed(_ number: Int) throws -> UInt64 {
        guard let seed = UInt64(exactly: number) else {
            throw EaselError.invalidArgument(name: "seed", expected: "at least 0", found: "\(number)")
        }
        return seed
    }
}
