public import Diffusion
public import Personalization

// The verbs of cells as functions, with the same names and labels: they act on the shared session and its current model.

/// Loads a model and makes it the current one.
@discardableResult
public func load(
    _ source: String, variant: String? = nil, revision: String? = nil, vae: String? = nil, config: String? = nil, prediction: PredictionType? = nil
) throws -> Model {
    try EaselSession.shared.load(source, variant: variant, revision: revision, vae: vae, config: config, prediction: prediction)
}

/// Adds a word of one's own to the current model.
@discardableResult
public func addToken(_ placeholder: String, initializer: String, vectors: Int = 1) throws -> Token {
    try EaselSession.shared.model().addToken(placeholder, initializer: initializer, vectors: vectors)
}

/// Reads a token that was learnt before.
@discardableResult
public func loadToken(_ source: String, placeholder: String? = nil) throws -> Token {
    try EaselSession.shared.model().loadToken(source, placeholder: placeholder)
}

/// Reads pictures to learn from.
public func images(
    _ source: some TextList, prompts: EaselSession.Prompts = .object, size: Int? = nil, crop: Crop = .center, flip: Bool = false, background: RGB? = nil
) throws -> ImageSet {
    try EaselSession.shared.images(source.texts, prompts: prompts, size: size, crop: crop, flip: flip, background: background)
}

/// The template list of a kind; `{}` stands for the token.
public func prompts(_ kind: PromptTemplates) -> [String] { kind.prompts }

/// Draws pictures with the current model.
@discardableResult
public func sample(
    _ prompt: some TextList, negativePrompt: String = "", count: Int = 1, steps: Int? = nil, guidanceScale: Double? = nil,
    sampler: SamplerName? = nil, seed: Int? = nil, width: Int? = nil, height: Int? = nil, strength: Double? = nil,
    clipSkip: Int = 0, promptSyntax: PromptSyntax = .plain, noise: NoiseStream = .torch, eta: Double = 0, from source: Image? = nil,
    mask: MaskArea? = nil, extend: Margins? = nil, feather: Int = 0, keepUnmasked: Bool = true, control: any ControlList = [Control](),
    guess: Bool = false, with adapters: AdapterList = []
) throws -> [Image] {
    try EaselSession.shared.model().sample(
        prompt, negativePrompt: negativePrompt, count: count, steps: steps, guidanceScale: guidanceScale, sampler: sampler, seed: seed, width: width,
        height: height, strength: strength, clipSkip: clipSkip, promptSyntax: promptSyntax, noise: noise, eta: eta, from: source, mask: mask, extend: extend,
        feather: feather, keepUnmasked: keepUnmasked, control: control, guess: guess, with: adapters)
}

/// One particular thing of a category, to be taught to the current model with DreamBooth.
public func subject(
    _ identifier: String? = nil, category: String, instancePrompt: String? = nil, classPrompt: String? = nil
) throws -> Subject {
    try EaselSession.shared.model().subject(identifier, category: category, instancePrompt: instancePrompt, classPrompt: classPrompt)
}

/// Finds a model that learns many subjects, or makes one of the current model, and makes it the current one.
@discardableResult
public func metamodel(_ name: String, kind: ModelKind = .meta, owner: String? = nil) throws -> Model {
    try EaselSession.shared.metamodel(name, kind: kind, owner: owner)
}

/// The models in the registry that a person can find.
public func metamodels(owner: String? = nil) throws -> [MetamodelRecord] { try EaselSession.shared.metamodels(owner: owner) }

/// Writes a token to a file.
public func save(_ token: Token, to path: String) throws { try EaselSession.shared.save(token, to: path) }

/// Writes a picture to a file.
public func save(_ image: Image, to path: String) throws { try EaselSession.shared.save([image], to: path) }

/// Writes pictures to files.
public func save(_ images: [Image], to path: String) throws { try EaselSession.shared.save(images, to: path) }

/// Writes a model to a folder.
public func save(_ model: Model, to path: String) throws { try EaselSession.shared.save(model, to: path) }

/// Writes a manifest to a file.
public func save(_ manifest: Manifest, to path: String) throws { try EaselSession.shared.save(manifest, to: path) }

/// What another person needs to get the pictures that were drawn.
public func manifest() -> Manifest { EaselSession.shared.manifest() }

/// Draws the picture of a file again.
@discardableResult
public func recreate(_ file: String, from source: Image? = nil, mask: MaskArea? = nil) throws -> Image {
    try EaselSession.shared.model().recreate(file, from: source, mask: mask).image
}

/// Prints values, as a notebook shows the value of a cell's last expression.
public func show(_ values: Any...) {
    for value in values where !(value is Void) {
        switch value {
        case let images as [Image]: images.forEach { print($0.line) }
        case let image as Image: print(image.line)
        default: debugPrint(value)
        }
    }
}
