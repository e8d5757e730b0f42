import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// A recorded training run of an adapter, with the networks that it was taken on.
struct AdapterCase {
    static let group = "training"

    let value: FixtureValue
    let unet: UNet2DConditionModel
    let text: CLIPTextModel
    let schedule: NoiseSchedule
    private let tensors: FixtureTensors

    /// - Parameter name: what the case's name begins with.
    init(_ name: String) throws {
        let cases = try Fixtures.manifest(Self.group)["cases"].array ?? []
        guard let value = cases.first(where: { $0["name"].string?.hasPrefix("\(name):") == true }), let path = Fixtures.folder(value["model"].string ?? ""),
            let file = Fixtures.file(Self.group, "training.safetensors")
        else { throw FixtureError.missing(name) }
        let folder = try ModelFolder(path: path)
        self.value = value
        unet = try UNet2DConditionModel(UNetConfiguration(folder.configuration("unet")), from: CheckpointSource(folder.weights("unet")))
        text = try CLIPTextModel(
            CLIPTextConfiguration(folder.configuration("text_encoder")),
            from: CheckpointSource(folder.weights("text_encoder"), keys: CLIPTextModel.keys))
        schedule = try NoiseSchedule(SchedulerConfiguration(contentsOf: URL(filePath: path + "/scheduler/scheduler_config.json")))
        tensors = try FixtureTensors(file)
    }

    var name: String { value["name"].string ?? "" }
    var layers: [AdaptableLayer] { AdaptableLayer.all(unet: unet, textModel: text) }

    func tensor(_ key: FixtureValue) throws -> Tensor { try tensors.tensor(key.string ?? "") }

    /// The file that the case names under a key, which may say more behind the name.
    func file(_ key: String) throws -> String {
        let name = value["files"][key].string?.split(separator: " ").first.map(String.init) ?? ""
        guard let path = Fixtures.file(Self.group, name) else { throw FixtureError.missing("\(self.name): \(key)") }
        return path
    }

    func ids(of step: FixtureValue) throws -> [[Int]] {
        let entry = try tensors.entry(step["input_ids"].string ?? "")
        let (values, length) = (entry.integers, entry.shape.last ?? 1)
        return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }

    /// The loss of a step as the scripts take it, with the class pictures as the second half where there are any.
    func loss(of step: FixtureValue) throws -> Tensor {
        let (latents, noise, timesteps) = (try tensor(step["latents"]), try tensor(step["noise"]), step["timesteps"].ints ?? [])
        let prediction = try unet(
            schedule.addNoise(noise, to: latents, timesteps: timesteps), timesteps: timesteps.map { Float($0) }, context: text(ids(of: step)))
        let target = schedule.target(latents: latents, noise: noise, timesteps: timesteps)
        guard value["with_prior_preservation"].bool == true else { return prediction.meanSquaredError(target) }
        let (predictions, targets) = (prediction.split(axis: 0, parts: 2), target.split(axis: 0, parts: 2))
        return predictions[0].meanSquaredError(targets[0]) + predictions[1].meanSquaredError(targets[1]) * (value["prior_loss_weight"].float ?? 1)
    }

    /// The UNet's answer for the case's recorded input.
    func prediction(context: Tensor) throws -> Tensor {
        let inference = value["inference"]
        return try unet(tensor(inference["sample"]), timesteps: [inference["timestep"].float ?? 0], context: context)
    }

    func expectPrediction(_ actual: Tensor, _ key: String) throws {
        try expectTensor(actual, value["inference"][key], "\(name), \(key)")
    }

    func expectTensor(_ actual: Tensor, _ key: FixtureValue, _ what: String) throws {
        let expected = try tensor(key)
        expectClose(
            actual, expected.scalars, shape: expected.shape, absolute: value["inference"]["atol"].float ?? value["tolerance"]["atol"].float ?? 0, what,
            parity: row("what the model answers with it"))
    }

    func row(_ what: String) -> Parity { Parity(Self.group, "\(name.hasPrefix("oft") ? "OFT" : "LoRA"): \(what)") }
}
