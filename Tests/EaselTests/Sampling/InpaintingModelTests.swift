import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Tensors
import Testing

/// Models that see a mask and what is around it.
@Suite(.serialized) struct InpaintingModelTests {
    /// The embedded model with five more input channels, as diffusers saves such models.
    private func model(_ tiny: EaselTinyModel, in folder: String) throws -> Model {
        try tiny.session.save(tiny.model, to: folder)
        var weights = tiny.model.diffusion.unet.parameters.reduce(into: [String: Tensor]()) { $0[$1.path] = $1.value }
        let first = try #require(weights["conv_in.weight"])
        var generator = TorchGenerator(seed: 1)
        weights["conv_in.weight"] = Tensor.concatenated([first, Tensor.randn([first.shape[0], 5, 3, 3], generator: &generator) * 0.02], axis: 1)
        try SafetensorsWriter.write(weights, to: "\(folder)/unet/diffusion_pytorch_model.safetensors")
        let configuration = try String(contentsOfFile: "\(folder)/unet/config.json", encoding: .utf8)
        let wider = configuration.replacing(try Regex("\"in_channels\": *4"), with: "\"in_channels\": 9")
        try wider.write(toFile: "\(folder)/unet/config.json", atomically: true, encoding: .utf8)
        return try tiny.session.load(folder)
    }

    private func withModel(_ body: (Model, Image) throws -> Void) throws {
        let tiny = try EaselTinyModel()
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (10, 3)
        let scene = try tiny.model.sample(["a photo of a red cat on the beach"], arguments)[0]
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(try model(tiny, in: folder), scene)
    }

    @Test func theyPaint() throws {
        try withModel { model, scene in
            var arguments = SamplingArguments()
            (arguments.steps, arguments.seed, arguments.sources) = (10, 3, [scene])
            arguments.mask = .rectangle(x: 0, y: 0, width: 64, height: 32)
            for strength in [1, 0.6] {
                arguments.strength = strength
                let painted = try model.sample(["a photo of a red cat at night"], arguments)[0]
                #expect(try painted.cropped(x: 0, y: 32, width: 64, height: 32) == Image(scene.bitmap.cropped(x: 0, y: 32, width: 64, height: 32)))
                #expect(try painted.difference(from: scene) > 0.03)
            }
            // What lies around the mask is seen, and what lies under it is not: not at full strength.
            arguments.strength = 1
            let painted = try model.sample(["a photo of a cat"], arguments)[0]
            var (over, beside) = (scene.bitmap, scene.bitmap)
            for x in 20..<40 { (over[x, 8], beside[x, 50]) = (RGB(0, 255, 0), RGB(0, 255, 0)) }
            arguments.sources = [Image(over)]
            #expect(try model.sample(["a photo of a cat"], arguments)[0].bitmap == painted.bitmap)
            arguments.sources = [Image(beside)]
            let upper = try model.sample(["a photo of a cat"], arguments)[0].cropped(x: 0, y: 0, width: 64, height: 32)
            #expect(try upper.bitmap != painted.bitmap.cropped(x: 0, y: 0, width: 64, height: 32))
        }
    }

    @Test func whatTheyCannotDoIsSaid() throws {
        try withModel { model, scene in
            var arguments = SamplingArguments()
            arguments.steps = 2
            #expect(throws: DiffusionError.self) { try model.sample(["a cat"], arguments) }
            arguments.sources = [scene]
            #expect(throws: DiffusionError.self) { try model.sample(["a cat"], arguments) }
            #expect(throws: EaselError.notYet("Training with an inpainting model ('\(model.name)') is")) { try model.requireLearning() }
            #expect(model.kind.hasSuffix(", inpainting"))
        }
    }
}

extension Model {
    /// Begins what only models that learn can do.
    fileprivate func requireLearning() throws { _ = try lora() }
}
