import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport

/// A run of diffusers' `train_controlnet.py` with recorded draws, driven by the training loop.
struct RecordedControlRun {
    let value: FixtureValue
    let model: StableDiffusion
    let control: ControlNet
    private let document: FixtureValue
    private let tensors: FixtureTensors

    static func all() throws -> [RecordedControlRun] {
        guard let file = Fixtures.file("controlnet", "training.json"), let tensors = Fixtures.file("controlnet", "training.safetensors") else {
            throw FixtureError.missing("controlnet/training")
        }
        let document = try FixtureValue(json: Data(contentsOf: URL(filePath: file)))
        return try (document["cases"].array ?? []).map { try RecordedControlRun($0, of: document, FixtureTensors(tensors)) }
    }

    private init(_ value: FixtureValue, of document: FixtureValue, _ tensors: FixtureTensors) throws {
        (self.value, self.document, self.tensors) = (value, document, tensors)
        model = try SmallModel.load()
        control = ControlNet(try Self.network(value["name"].string ?? "", model, document, tensors), label: "recorded", modelName: model.name)
    }

    var name: String { value["name"].string ?? "" }

    func tensor(_ name: String) -> Tensor? { try? tensors.tensor("\(self.name).\(name)") }

    func loop() throws -> TrainingLoop {
        let settings = TrainingSettings(
            steps: document["steps"].int ?? 0, batchSize: document["batch"].int ?? 0, learningRate: document["learning_rate"].double ?? .nan,
            weightDecay: document["weight_decay"].double ?? .nan, clipNorm: document["clip_norm"].double)
        let prompts = (document["prompts"].array ?? []).compactMap(\.string)
        let batches = try (document["timesteps"].array ?? []).enumerated().map { index, timesteps in
            TrainingBatch(
                latents: try tensors.tensor("\(index).latents"), noise: try tensors.tensor("\(index).noise"), timesteps: timesteps.ints ?? [],
                prompts: prompts, controls: try tensors.tensor("\(index).controls"))
        }
        return try TrainingLoop(control, batches: RecordedBatches(batches), model: model, settings: settings)
    }

    /// The network as the script began with it.
    private static func network(_ name: String, _ model: StableDiffusion, _ document: FixtureValue, _ tensors: FixtureTensors) throws -> ControlNetModel {
        if name == "trained" {
            guard let folder = Fixtures.folder("sd1-tiny/controlnet") else { throw FixtureError.missing("sd1-tiny/controlnet") }
            return try ControlNetFiles(path: folder).network().network
        }
        let shape = ControlNetConfiguration(of: model.unet.configuration, embeddingChannels: document["embedding"].ints ?? [])
        let network = try ControlNetModel(of: model.unet, configuration: shape)
        // PyTorch's draws come after those of layers that are thrown away.
        for parameter in network.parameters where parameter.path.hasPrefix("controlnet_cond_embedding.") {
            parameter.update(try tensors.tensor("fresh.\(parameter.path)"))
        }
        return network
    }
}
