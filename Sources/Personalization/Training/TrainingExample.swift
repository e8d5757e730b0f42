import Tensors

/// One picture as a training step uses it.
struct TrainingExample {
    /// Shapes: [1, channels, height, width], scaled.
    let latents: Tensor
    let prompt: String
}

/// The pictures of a forward pass: those of what is learnt, then those of what must not be forgotten.
struct TrainingBatch {
    let examples: [TrainingExample]
    let priorCount: Int
}
