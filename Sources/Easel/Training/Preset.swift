import NeuralNetworks
import Personalization

extension TrainingArguments {
    /// Settings that belong together; single arguments win over them.
    public enum Preset: String, CaseIterable, Sendable {
        /// Those of the KerasCV guide to textual inversion: AdamW with a decay of 0.004, gradients clipped to norm 10,
        /// 1e-4 falling along a cosine, one picture a step, each picture five times an epoch for fifty epochs.
        case kerasGuide
        /// A face, for DreamBooth of Stable Diffusion. Sources report 600 to 1,200 steps of 1e-6, batches of two (Hugging Face's blog on
        /// training with DreamBooth, Jina AI's BIG), and that 200 pictures of the class are essential.
        case face
        /// An object, for DreamBooth of Stable Diffusion. Sources report 200 to 600 steps of 1e-6 to 2e-6 (the same two).
        case object
        /// A style, for DreamBooth of Stable Diffusion. Sources report 200 to 600 steps of 1e-6 (BIG).
        case style
    }
}

extension TrainingArguments.Preset {
    /// The methods that it was found for.
    var methods: [TrainingMethod] { self == .kerasGuide ? [.textualInversion] : [.dreamBooth] }

    /// What a preset says; nil where it says nothing.
    struct Values {
        var steps: Int?
        var batchSize: Int?
        var learningRate: Double?
        var schedule: LearningRateSchedule.Shape?
        var weightDecay: Double?
        var clipNorm: Double?
        /// Whether the rate is Stable Diffusion's, so that a checkpoint that recommends another knows better.
        var yieldsToCheckpoint = true

        /// - Parameter recommended: the checkpoint's own rate.
        func rate(beside recommended: Double?) -> Double? { yieldsToCheckpoint && recommended != nil ? nil : learningRate }
    }

    /// - Parameter pictures: how many there are to learn from.
    func values(pictures: Int) -> Values {
        switch self {
        case .kerasGuide:
            Values(
                steps: pictures * 250, batchSize: 1, learningRate: 1e-4, schedule: .cosine, weightDecay: 0.004, clipNorm: 10, yieldsToCheckpoint: false)
        case .face: Values(steps: 800, batchSize: 2, learningRate: 1e-6)
        case .object: Values(steps: 400, batchSize: 1, learningRate: 2e-6)
        case .style: Values(steps: 400, batchSize: 1, learningRate: 1e-6)
        }
    }
}
