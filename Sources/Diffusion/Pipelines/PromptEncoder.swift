import NeuralNetworks
import Tensors

/// Turns the prompts of pictures into what the UNet attends to.
struct PromptEncoder {
    private let model: StableDiffusion
    private let settings: SamplingSettings

    init(_ model: StableDiffusion, _ settings: SamplingSettings) {
        self.model = model
        self.settings = settings
    }

    /// Windows that a picture's prompts take; pictures are drawn together only where they take equally many, or one would change the other.
    func windowCount(of picture: TextToImage.Picture) -> Int {
        guard settings.details.promptSyntax == .weighted else { return 1 }
        let texts = settings.isGuided ? [picture.negativePrompt, picture.prompt] : [picture.prompt]
        return texts.map { model.tokenizer.chunks(of: WeightedPrompt($0)).count }.max() ?? 1
    }

    /// With guidance, the negative prompts come first.
    ///
    /// Shapes: result [pictures, tokens, width], twice the pictures with guidance.
    func context(for batch: [TextToImage.Picture], interruption: Interruption) throws -> Tensor {
        let (negative, positive) = (settings.isGuided ? batch.map(\.negativePrompt) : [], batch.map(\.prompt))
        switch settings.details.promptSyntax {
        case .plain: return try plainContext(negative: negative, positive: positive, interruption)
        case .weighted: return try weightedContext(negative + positive, interruption)
        }
    }

    /// Negative prompts keep all layers of the text model.
    ///
    /// Source: diffusers, `StableDiffusionPipeline.encode_prompt`.
    private func plainContext(negative: [String], positive: [String], _ interruption: Interruption) throws -> Tensor {
        guard settings.clipSkip > 0, !negative.isEmpty else {
            return try model.encode(negative + positive, clipSkip: settings.clipSkip, interruption: interruption)
        }
        return Tensor.concatenated(
            [
                try model.encode(negative, interruption: interruption),
                try model.encode(positive, clipSkip: settings.clipSkip, interruption: interruption),
            ], axis: 0)
    }

    /// Chunks are encoded each for itself and put one behind the other; prompts of fewer chunks are filled up with empty ones. Layers are left out
    /// for negative prompts too.
    ///
    /// Source: AUTOMATIC1111, stable-diffusion-webui 1.10, `modules/sd_hijack_clip.py`, `forward`.
    private func weightedContext(_ prompts: [String], _ interruption: Interruption) throws -> Tensor {
        let chunks = prompts.map { model.tokenizer.chunks(of: WeightedPrompt($0)) }
        let empty = model.tokenizer.emptyChunk
        let windows = try (0..<(chunks.map(\.count).max() ?? 0)).map { index in
            let row = chunks.map { index < $0.count ? $0[index] : empty }
            return Self.weighted(try model.textModel(row.map(\.ids), clipSkip: settings.clipSkip, interruption: interruption), by: row)
        }
        return Tensor.concatenated(windows, axis: 1)
    }

    /// Vectors times their weights, then the whole chunk times what brings its mean back.
    ///
    /// Shapes: states and result [chunks, tokens, width].
    ///
    /// Source: AUTOMATIC1111, stable-diffusion-webui 1.10, `modules/sd_emphasis.py`, `EmphasisOriginal`.
    private static func weighted(_ states: Tensor, by chunks: [PromptChunk]) -> Tensor {
        guard !chunks.allSatisfy(\.isUniform) else { return states }
        let weights = Tensor(chunks.flatMap(\.weights), shape: [chunks.count, chunks[0].weights.count, 1])
        let weighted = states * weights
        let factors = chunks.indices.map { index -> Float in
            let factor = mean(states, index) / mean(weighted, index)
            return chunks[index].isUniform || !factor.isFinite ? 1 : Float(factor)
        }
        return weighted * Tensor(factors, shape: [factors.count, 1, 1])
    }

    private static func mean(_ states: Tensor, _ index: Int) -> Double {
        let scalars = states.sliced(axis: 0, index..<(index + 1)).scalars
        return scalars.reduce(0.0) { $0 + Double($1) } / Double(scalars.count)
    }
}
