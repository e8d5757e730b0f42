import Diffusion
package import Tensors

/// What one forward pass is given: pictures of what is learnt, then those of what must not be forgotten.
package struct TrainingBatch {
    /// Shapes: [pictures, channels, height, width], scaled.
    package let latents: Tensor
    /// What the model is to tell from the latents, of their shape.
    package let noise: Tensor
    package let timesteps: [Int]
    package let prompts: [String]
    /// How many of the pictures, the last ones, must not be forgotten.
    package let priorCount: Int
    /// What guides to the pictures: [pictures, 3, height, width], 0…1; nil where nothing does.
    package let controls: Tensor?

    package init(latents: Tensor, noise: Tensor, timesteps: [Int], prompts: [String], priorCount: Int = 0, controls: Tensor? = nil) {
        (self.latents, self.noise, self.timesteps, self.prompts, self.priorCount) = (latents, noise, timesteps, prompts, priorCount)
        self.controls = controls
    }
}

extension Tensor {
    /// Controls as a control net reads them; nil unless every picture has one.
    init?(controls: [Bitmap?]) {
        let bitmaps = controls.compactMap { $0 }
        guard !bitmaps.isEmpty, bitmaps.count == controls.count else { return nil }
        self = Tensor.concatenated(bitmaps.map { $0.condition.unsqueezed(axis: 0) }, axis: 0)
    }
}

/// Where the batches of a run come from.
package protocol BatchSource {
    /// The next batch; whatever is random about it comes from `draws`.
    mutating func next(_ draws: inout TrainingDraws) throws -> TrainingBatch
    /// Whether batches can go on from there.
    func fits(_ draws: TrainingDraws) -> Bool
    /// Does beforehand what would make the first steps slower than the others.
    mutating func prepare(progress: (_ done: Int, _ count: Int) throws -> Void) throws
}

extension BatchSource {
    package func fits(_ draws: TrainingDraws) -> Bool { true }
    package func prepare(progress: (_ done: Int, _ count: Int) throws -> Void) throws {}
}
