import Diffusion
import Foundation
import NeuralNetworks
import TestSupport
import Testing

/// What a model consists of beside its weights, and pictures, changed at random, a fixed number of cases: each is read or refused by name.
@Suite struct ModelFuzzTests {
    private static let cases = 1000
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: ["unet/config.json", "vae/config.json", "text_encoder/config.json", "scheduler/scheduler_config.json", "model_index.json"])
    func changedConfigurationsAreReadOrRefused(_ name: String) throws {
        let model = try ModelGroup("sd1-tiny").model()
        let weights = name.contains("config.json") && !name.contains("scheduler") ? try model.weights(String(name.split(separator: "/")[0])) : nil
        try expectReadOrRefused(Fixtures.file("sd1-tiny", "model/\(name)"), as: URL(filePath: name).lastPathComponent) { path in
            switch name {
            case "unet/config.json":
                _ = try weights.map { try UNet2DConditionModel(UNetConfiguration(ConfigurationFile(path: path)), from: CheckpointSource($0)) }
            case "vae/config.json":
                let keys = AutoencoderKL.keys
                _ = try weights.map { try AutoencoderKL(AutoencoderConfiguration(ConfigurationFile(path: path)), from: CheckpointSource($0, keys: keys)) }
            case "text_encoder/config.json":
                let keys = CLIPTextModel.keys
                _ = try weights.map { try CLIPTextModel(CLIPTextConfiguration(ConfigurationFile(path: path)), from: CheckpointSource($0, keys: keys)) }
            case "model_index.json": _ = try ModelFolder(path: folder.path)
            default: _ = try NoiseSchedule(SchedulerConfiguration(contentsOf: URL(filePath: path)))
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: ["vocab.json", "merges.txt", "tokenizer_config.json"])
    func changedTokenizersAreReadOrRefused(_ name: String) throws {
        try SyntheticTokenizer().write(to: folder.path)
        try expectReadOrRefused("\(folder.path)/\(name)", as: name) { _ in
            let tokenizer = try CLIPTokenizer(folder: folder.path)
            _ = tokenizer.encode("a cat, two dogs and 31 sks <|endoftext|> abba")
        }
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            "rgb8_interlaced.png", "pal4.png", "rgba8.png", "gray16.png", "jpeg_baseline_420.jpg", "jpeg_progressive_444.jpg", "jpeg_cmyk.jpg", "exif_6.jpg",
        ])
    func changedPicturesAreReadOrRefused(_ name: String) throws {
        try expectReadOrRefused(Fixtures.file("images", "files/\(name)"), as: name) { path in
            let picture = try ImageFile([UInt8](Data(contentsOf: URL(filePath: path))), source: path).bitmap
            #expect(picture.width > 0 && picture.height > 0)
        }
    }

    private func expectReadOrRefused(_ original: String?, as name: String, _ read: (String) throws -> Void) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: #require(original))))
        var mutation = FileMutation(seed: 11)
        var outcomes = (read: 0, refused: 0)
        let before = ResidentMemory.peak
        for _ in 0..<Self.cases {
            let changed = mutation.changed(bytes)
            // Without true checksums hardly a change would get past the first chunk.
            let path = try folder.write(name.hasSuffix("png") ? CRC.repaired(changed) : changed, to: name)
            do {
                try read(path)
                outcomes.read += 1
            } catch {
                #expect(error is DiffusionError || error is NeuralNetworksError || error is TokenizerError || error is ImageError, "\(error)")
                outcomes.refused += 1
            }
        }
        #expect(ResidentMemory.peak - before < 1 << 30)
        print("fuzz \(name): \(Self.cases) cases, \(outcomes.read) read, \(outcomes.refused) refused")
    }
}
