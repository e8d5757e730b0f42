import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport

/// A training run that diffusers' own scripts took, with every draw recorded.
struct TrainingCase {
    static let group = "training"

    // Reading takes longer than the arithmetic of the tests: once for all of them.
    private static let readCases = Result { try (Fixtures.manifest(group)["cases"].array ?? []).map(TrainingCase.init) }
    private static let readTensors = Result {
        guard let file = Fixtures.file(group, "training.safetensors") else { throw FixtureError.missing(group) }
        return try FixtureTensors(file)
    }

    static func all() throws -> [TrainingCase] { try readCases.get() }

    let value: FixtureValue

    var name: String { value["name"].string ?? "" }
    var steps: [FixtureValue] { value["steps"].array ?? [] }
    var tolerance: FixtureValue { value["tolerance"] }
    var learnsEmbeddings: Bool { !value["embeddings"]["grad_each_step"].isNull }
    var trainsWholeNetworks: Bool { !value["grad_step1_all"].isNull }
    /// LoRA and OFT have tests of their own, where adapters are.
    var isOfAnAdapter: Bool { ["lora", "oft"].contains { name.hasPrefix($0) } }
    /// Optimizers and schedules have tests of their own.
    var isArithmetic: Bool { value["model"].isNull }

    func tensor(_ key: FixtureValue) throws -> Tensor { try Self.readTensors.get().tensor(key.string ?? "") }

    func model() throws -> ModelFolder {
        guard let path = Fixtures.folder(value["model"].string ?? "") else { throw FixtureError.missing(name) }
        return try ModelFolder(path: path)
    }

    /// Noise is added with the schedule of the folder.
    func schedule() throws -> NoiseSchedule {
        try NoiseSchedule(SchedulerConfiguration(contentsOf: URL(filePath: model().path + "/scheduler/scheduler_config.json")))
    }

    func optimizer() throws -> AdamW {
        guard let betas = value["betas"].doubles, betas.count == 2, let epsilon = value["eps"].double, let decay = value["weight_decay"].double
        else { throw FixtureError.malformed(file: name, reason: "no optimizer") }
        return AdamW(beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: decay)
    }

    /// Token ids of a step, a row a sample.
    func ids(of step: FixtureValue) throws -> [[Int]] {
        let entry = try Self.readTensors.get().entry(step["input_ids"].string ?? "")
        let (values, length) = (entry.integers, entry.shape.last ?? 1)
        return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }

    /// The pictures of a step in −1…1, [batch, 3, height, width], from their bytes.
    func pixels(of step: FixtureValue) throws -> Tensor {
        let pictures = try (step["pixels_u8"].array ?? []).map { try tensor($0).transposed(1, 2).transposed(0, 1).unsqueezed(axis: 0) }
        return Tensor.concatenated(pictures, axis: 0) / 127.5 - 1
    }

    /// What the network sees and what it must answer.
    func input(of step: FixtureValue, _ schedule: NoiseSchedule) throws -> (noisy: Tensor, timesteps: [Int], target: Tensor) {
        let (latents, noise, timesteps) = (try tensor(step["latents"]), try tensor(step["noise"]), step["timesteps"].ints ?? [])
        let noisy = schedule.addNoise(noise, to: latents, timesteps: timesteps)
        return (noisy, timesteps, schedule.target(latents: latents, noise: noise, timesteps: timesteps))
    }
}
