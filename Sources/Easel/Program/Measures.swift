import Measures
public import NeuralNetworks

// The measures of cells as functions, with the same names and labels.

/// Reads a CLIP or DINO model, which measures use from now on; its name.
@discardableResult
public func loadEncoder(_ source: String) throws -> String { try EaselSession.shared.loadEncoder(source).name }

/// How alike pictures are, on average over all pairs.
public func likeness(_ pictures: some PictureList, to others: some PictureList, by measure: LikenessMeasure = .colour) throws -> Double {
    try EaselSession.shared.likeness(pictures.bitmaps, to: others.bitmaps, by: measure)
}

/// Subject fidelity: how alike drawn pictures are to the real ones.
public func fidelity(_ pictures: some PictureList, to photos: some PictureList, by measure: LikenessMeasure? = nil) throws -> Double {
    try EaselSession.shared.fidelity(pictures.bitmaps, to: photos.bitmaps, by: measure)
}

/// Prompt fidelity: how well pictures show what was asked for; each picture's own prompt where none is given.
public func promptFidelity(_ pictures: [Image], to prompt: String? = nil, by measure: LikenessMeasure? = nil) throws -> Double {
    let prompts = EaselSession.shared.withoutLearntWords(prompt.map { [$0] } ?? pictures.compactMap(\.prompt))
    return try EaselSession.shared.promptFidelity(pictures.bitmaps, to: prompts, by: measure)
}

/// How well the edges of pictures lie where a control has them.
public func edgeAgreement(_ pictures: [Image], with others: [Image], within distance: Int = 2, low: Double = 100, high: Double = 200) throws -> Double {
    try EaselSession.shared.edgeAgreement(pictures, with: others, within: distance, low: low, high: high)
}

/// How much pictures of one prompt differ.
public func diversity(_ pictures: some PictureList, by measure: LikenessMeasure? = nil) throws -> Double {
    try EaselSession.shared.diversity(pictures.bitmaps, by: measure)
}

/// How alike ordinary things of the category have become to the subject; low is good.
public func priorPreservation(_ pictures: some PictureList, to photos: some PictureList, by measure: LikenessMeasure? = nil) throws -> Double {
    try EaselSession.shared.priorPreservation(pictures.bitmaps, to: photos.bitmaps, by: measure)
}

/// Sends a picture through the current model's autoencoder and back, by all of its activations or by a part of them.
public func reconstruct(_ image: Image, from part: ActivationPart = .full) throws -> Image { try EaselSession.shared.model().reconstruct(image, from: part) }
