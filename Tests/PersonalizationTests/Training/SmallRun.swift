import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport

/// A subject of a small model with random pictures.
struct SmallRun {
    let model: StableDiffusion
    let subject: Subject
    let learningRate = 1e-4

    init(trainsText: Bool = false) throws {
        model = try SmallModel.load()
        subject = try Subject("sks", category: "dog", in: model)
        subject.trainsTextEncoder = trainsText
    }

    func loop(
        of thing: (any Trainable)? = nil, inBackward: Bool, checkpointing: Bool = false, interruption: Interruption = .never,
        _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws -> TrainingLoop {
        var settings = TrainingSettings(steps: 2, batchSize: 1, learningRate: learningRate)
        settings.priorWeight = 0.5
        change(&settings)
        return try TrainingLoop(
            thing ?? subject, batches: batches(), model: model, settings: settings, checkpointing: checkpointing, updatesInBackward: inBackward,
            interruption: interruption)
    }

    private func batches() -> RecordedBatches {
        var generator = TorchGenerator(seed: 3)
        let shape = [2, model.unet.configuration.inputChannels, 8, 8]
        return RecordedBatches(
            (0..<4).map { index in
                TrainingBatch(
                    latents: Tensor.randn(shape, generator: &generator), noise: Tensor.randn(shape, generator: &generator), timesteps: [100 + index, 700],
                    prompts: [subject.instancePrompt, subject.classPrompt], priorCount: 1)
            })
    }
}
