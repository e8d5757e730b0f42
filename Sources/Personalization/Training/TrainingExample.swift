import Tensors

/// One picture as a training step uses it.
struct TrainingExample {
    /// Shapes: [1, channels, height, width], scaled.
    let latents: Tensor
    let prompt: String
}
