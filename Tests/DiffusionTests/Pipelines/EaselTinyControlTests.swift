import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The pictures that diffusers draws with the embedded checkpoint and ControlNets, drawn again: from noise, from a picture and into one.
@Suite struct EaselTinyControlTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let place = tests.appending(path: "Fixtures/easel-tiny-control")
    private static let model = tests.deletingLastPathComponent().appending(path: "Sources/Easel/Resources/models/easel-tiny")

    private let model: StableDiffusion
    private let networks: [ControlNetModel]

    init() throws {
        let model = try StableDiffusion(files: ModelFolder(path: Self.model.path), name: "easel-tiny")
        let configuration = ControlNetConfiguration(of: model.unet.configuration, embeddingChannels: [8, 16, 32])
        self.model = model
        networks = try (1...2).map { try ControlNetModel(configuration, from: CopyWithSines(of: model.unet, number: $0)) }
    }

    @Test func picturesEqualThoseOfDiffusers() throws {
        let document = try JSONValue(parsing: Data(contentsOf: Self.place.appending(path: "cases.json")))
        for one in try #require(document["cases"]?.array) {
            let files = (one["files"]?.array ?? []).compactMap(\.string)
            let drawn = try draw(one, of: document, count: files.count)
            for (bitmap, file) in zip(drawn, files) {
                let difference = zip(bitmap.pixels, try picture(file).pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
                ParityRecorder.expect(Double(difference), within: 2, file, .init("easel-tiny-control", "pictures by seed, of 255"))
            }
            #expect(drawn.count == files.count && !files.isEmpty)
        }
    }

    private func draw(_ one: JSONValue, of document: JSONValue, count: Int) throws -> [Bitmap] {
        let size = try #require(document["size"]?.int)
        let settings = SamplingSettings(
            steps: try #require(document["steps"]?.int), guidanceScale: one["guidanceScale"]?.double ?? 0,
            sampler: try #require(SamplerName(rawValue: one["sampler"]?.string ?? "")), width: size, height: size, strength: one["strength"]?.double ?? 1)
        let controls = try #require(one["controls"]?.array)
        let uses = controls.map { control in
            ControlUse(
                networks[(control["net"]?.int ?? 1) - 1], weight: control["weight"]?.double ?? 1, start: control["start"]?.double ?? 0,
                end: control["end"]?.double ?? 1)
        }
        let shown = try controls.map { try picture($0["picture"]?.string ?? "") }
        let source = try one["source"]?.string.map(picture)
        let repainting = try one["mask"]?.string.map { Repainting(mask: try Mask(picture($0))) }
        let pictures = try (0..<count).map { index in
            TextToImage.Picture(
                prompt: document["prompt"]?.string ?? "", negativePrompt: document["negativePrompt"]?.string ?? "",
                seed: UInt64(try #require(document["seed"]?.int) + index), source: source, repainting: repainting,
                controls: shown)
        }
        var drawn: [Bitmap] = []
        try TextToImage(model, settings: settings, controls: uses, isGuess: one["guess"]?.bool ?? false)(pictures) { drawn.append(Bitmap($1)) }
        return drawn
    }

    private func picture(_ name: String) throws -> Bitmap { try ImageFile(path: Self.place.appending(path: name).path).bitmap }
}

/// A copy of a UNet's first half; what that does not have is filled with sines, as the fixture's script does it.
private final class CopyWithSines: ParameterSource {
    private let values: [String: Tensor]
    private let number: Int
    let path = "a copy"
    let unreadKeys: [String] = []

    init(of unet: UNet2DConditionModel, number: Int) {
        values = Dictionary(uniqueKeysWithValues: unet.parameters.map { ($0.path, $0.value) })
        self.number = number
    }

    func tensor(_ key: String, shape: [Int]) -> Tensor? {
        guard key.hasPrefix("controlnet_") else { return values[key] }
        let scale = shape.count > 1 ? 1 / Double(shape.dropFirst().reduce(1, *)).squareRoot() : 0.1
        return Tensor((0..<shape.reduce(1, *)).map { Float(sin(Double($0) * 0.7 + Double(number)) * scale) }, shape: shape)
    }
}
