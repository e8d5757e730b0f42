import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// A ControlNet together with what else a person may have learnt, beside the pictures that diffusers and PEFT draw so.
@Suite(.serialized) struct ControlCombinationTests {
    private static let place = EaselTinyModel.repository.appending(path: "Tests/Fixtures/easel-tiny-control").path
    private let tiny: EaselTinyModel
    private let folder: TemporaryFolder

    init() throws {
        tiny = try EaselTinyModel()
        folder = try TemporaryFolder()
    }

    /// What the fixture's script fills weights with.
    private static func sines(_ shape: [Int], _ number: Int, scale: Double = 1) -> Tensor {
        let scale = scale / (shape.count > 1 ? Double(shape.dropFirst().reduce(1, *)).squareRoot() : 10)
        return Tensor((0..<shape.reduce(1, *)).map { Float(sin(Double($0) * 0.7 + Double(number)) * scale) }, shape: shape)
    }

    private static func picture(_ name: String) throws -> Image { Image(try ImageFile(path: "\(place)/\(name).png").bitmap) }

    /// A copy of the UNet's first half as it is now, steering by sines.
    private func net() throws -> ControlNet {
        let net = try tiny.model.controlNet(name: "sines")
        for parameter in net.parameters where parameter.path.hasPrefix("controlnet_") { parameter.update(Self.sines(parameter.shape, 1)) }
        return net
    }

    private func learnWeights() {
        let model = tiny.model.diffusion
        for parameter in model.unet.parameters + model.textModel.parameters
        where parameter.shape.count > 1 && !parameter.path.hasSuffix("embedding.weight") {
            parameter.update(parameter.value + Self.sines(parameter.shape, 4, scale: 0.1))
        }
        model.weightsDidChange()
    }

    private func lora() throws -> LoRA {
        let lora = try tiny.model.lora(rank: 2, alpha: 3, targets: [.attention, .textEncoder])
        for layer in lora.layers {
            layer.down.update(Self.sines(layer.down.shape, 5))
            layer.up.update(Self.sines(layer.up.shape, 6, scale: 0.3))
        }
        return lora
    }

    private func oft() throws -> OFT {
        let oft = try tiny.model.oft(blockSize: 8)
        for parameter in oft.parameters { parameter.update(Self.sines(parameter.shape, 8, scale: 0.5)) }
        return oft
    }

    private func addToken() throws {
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        token.parameter.update(Self.sines(token.parameter.shape, 3))
    }

    private func draw(
        _ controls: [Control], prompt: String = "a red dog", with adapters: [AdapterUse] = [], in model: Model? = nil,
        _ change: (inout SamplingArguments) -> Void = { _ in }
    ) throws -> Bitmap {
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed, arguments.guidanceScale, arguments.sampler) = (10, 7, 4, .ddim)
        arguments.negativePrompt = "a sketch"
        change(&arguments)
        return try (model ?? tiny.model).sample([prompt], arguments, with: adapters, controls: controls)[0].bitmap
    }

    /// Draws with a net, at weight 0 and without one: the first is diffusers' picture, the others are one and another.
    private func expectTheirs(
        _ name: String, _ net: ControlNet, prompt: String = "a red dog", with adapters: [AdapterUse] = [], in model: Model? = nil,
        _ change: (inout SamplingArguments) -> Void = { _ in }
    ) throws {
        let shown = try Self.picture("first")
        let pictures = try [[net(shown)], [net(shown, weight: 0)], []].map { try draw($0, prompt: prompt, with: adapters, in: model, change) }
        let expected = try Self.picture("with-\(name)").bitmap
        let difference = zip(pictures[0].pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
        ParityRecorder.expect(Double(difference), within: 2, name, .init("easel-tiny-control", "pictures with adapters, tokens and other weights, of 255"))
        #expect(pictures[1] == pictures[2] && pictures[0] != pictures[1], "\(name)")
    }

    @Test func weightsThatWereLearntAfterwards() throws {
        let net = try net()
        let before = try draw([net(Self.picture("first"))])
        learnWeights()
        try expectTheirs("weights", net)
        #expect(try draw([net(Self.picture("first"))]) != before)
    }

    @Test func anAddition() throws { try expectTheirs("lora", net(), with: [AdapterUse(lora())]) }

    @Test func aRotation() throws { try expectTheirs("oft", net(), with: [AdapterUse(oft())]) }

    @Test func aWord() throws {
        try addToken()
        try expectTheirs("token", net(), prompt: "a red <moss>")
    }

    @Test func everythingAtOnce() throws {
        let net = try net()
        learnWeights()
        try addToken()
        try expectTheirs("everything", net, prompt: "a red <moss>", with: [AdapterUse(lora())])
    }

    /// The net sees the latents, the UNet the mask and what is around it as well.
    @Test func aModelThatPaints() throws {
        let (net, paints) = (try net(), try inpaintingModel())
        let (source, mask) = (try Self.picture("source"), try Self.picture("mask").bitmap)
        try expectTheirs("inpainting", net, in: paints) {
            ($0.sources, $0.mask, $0.keepUnmasked, $0.strength) = ([source], .picture(mask), false, 1)
        }
    }

    /// Weights that a file has in bfloat16 are what its numbers say.
    @Test func aNetInHalfOfTheRoom() throws {
        let net = try net()
        let path = "\(folder.path)/rounded"
        try tiny.session.save(net, to: path)
        let values = net.parameters.map { ($0.path, $0.value) }
        try SafetensorsWriter.write(
            Dictionary(uniqueKeysWithValues: values), types: Dictionary(uniqueKeysWithValues: values.map { ($0.0, .bfloat16) }),
            to: "\(path)/diffusion_pytorch_model.safetensors")
        let rounded = try tiny.model.loadControlNet(path)
        for (parameter, (name, value)) in zip(rounded.parameters, values) {
            #expect(parameter.path == name && parameter.value.scalars == NarrowTensor(rounding: value).widened().scalars, "\(name)")
        }
        try expectTheirs("bfloat16", rounded)
    }

    /// The embedded model with five more input channels.
    private func inpaintingModel() throws -> Model {
        let path = "\(folder.path)/nine"
        try tiny.session.save(tiny.model, to: path)
        var weights = tiny.model.diffusion.unet.parameters.reduce(into: [String: Tensor]()) { $0[$1.path] = $1.value }
        let first = try #require(weights["conv_in.weight"])
        weights["conv_in.weight"] = Tensor.concatenated([first, Self.sines([first.shape[0], 5, 3, 3], 9, scale: 0.3)], axis: 1)
        try SafetensorsWriter.write(weights, to: "\(path)/unet/diffusion_pytorch_model.safetensors")
        let configuration = try String(contentsOfFile: "\(path)/unet/config.json", encoding: .utf8)
        let wider = configuration.replacing(try Regex("\"in_channels\": *4"), with: "\"in_channels\": 9")
        try wider.write(toFile: "\(path)/unet/config.json", atomically: true, encoding: .utf8)
        return try tiny.session.load(path)
    }
}
