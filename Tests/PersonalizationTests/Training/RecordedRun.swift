import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport

/// A run that diffusers' DreamBooth script took, driven by the training loop with the script's own draws.
struct RecordedRun {
    static let group = "training"

    let value: FixtureValue
    let model: StableDiffusion
    let subject: Subject
    private let tensors: FixtureTensors

    static func names() throws -> [FixtureValue] {
        try (Fixtures.manifest(group)["cases"].array ?? []).filter { $0["name"].string?.hasPrefix("db") == true }
    }

    init(_ value: FixtureValue) throws {
        guard let path = Fixtures.folder(value["model"].string ?? ""), let file = Fixtures.file(Self.group, "training.safetensors") else {
            throw FixtureError.missing(value["name"].string ?? "")
        }
        self.value = value
        model = try StableDiffusion(files: ModelFolder(path: path), name: "recorded")
        subject = try Subject(
            "dog", category: "animal", instancePrompt: value["instance_prompt"].string, classPrompt: value["class_prompt"].string, in: model)
        subject.trainsTextEncoder = value["train_text_encoder"].bool == true
        tensors = try FixtureTensors(file)
    }

    var name: String { value["name"].string ?? "" }
    var hasPrior: Bool { value["with_prior_preservation"].bool == true }
    var accumulation: Int { value["gradient_accumulation_steps"].int ?? 1 }
    /// Forward passes.
    var passes: [FixtureValue] { value["steps"].array ?? [] }
    /// diffusers' names of the parameters: the component, then the key without `text_model.`.
    var names: [String] {
        model.unet.parameters.map { "unet.\($0.path)" }
            + (subject.trainsTextEncoder ? model.textModel.parameters.map { "text_encoder.\($0.path.replacing("text_model.", with: ""))" } : [])
    }

    func tensor(_ key: FixtureValue) throws -> Tensor { try tensors.tensor(key.string ?? "") }

    var settings: TrainingSettings {
        var settings = TrainingSettings(
            steps: value["optimizer_steps"].int ?? 0, batchSize: 1, learningRate: value["learning_rate"].double ?? .nan, gradientAccumulation: accumulation,
            weightDecay: value["weight_decay"].double ?? .nan, epsilon: value["eps"].double ?? .nan, clipNorm: value["max_grad_norm"].double)
        settings.snrGamma = value["snr_gamma"].double
        settings.priorWeight = value["prior_loss_weight"].double
        return settings
    }

    func loop() throws -> TrainingLoop { try TrainingLoop(subject, batches: RecordedBatches(batches()), model: model, settings: settings) }

    private func batches() throws -> [TrainingBatch] {
        try passes.map { pass in
            let timesteps = pass["timesteps"].ints ?? []
            let prior = hasPrior ? timesteps.count / 2 : 0
            let prompts = timesteps.indices.map { $0 < timesteps.count - prior ? subject.instancePrompt : subject.classPrompt }
            return TrainingBatch(
                latents: try tensor(pass["latents"]), noise: try tensor(pass["noise"]), timesteps: timesteps, prompts: prompts, priorCount: prior)
        }
    }
}

/// Batches that were recorded, one after the other.
struct RecordedBatches: BatchSource {
    private var batches: ArraySlice<TrainingBatch>

    init(_ batches: [TrainingBatch]) { self.batches = batches[...] }

    mutating func next(_ draws: inout TrainingDraws) throws -> TrainingBatch { batches.removeFirst() }
}
