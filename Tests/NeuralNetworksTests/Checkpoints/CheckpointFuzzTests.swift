import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Files of weights changed at random, a fixed number of cases: each is read or refused by name, in bounded time and memory.
@Suite struct CheckpointFuzzTests {
    private static let cases = 4000
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: ["single/first8.ckpt", "legacy-pickle/legacy_nonzip.bin", "vae-sharded/diffusion_pytorch_model.safetensors.index.json"])
    func changedFilesAreReadOrRefused(_ name: String) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: #require(Fixtures.file("sd1-tiny", name)))))
        if name.hasSuffix(".json") {
            let shards = try #require(Fixtures.file("sd1-tiny", "vae-sharded"))
            for shard in try FileManager.default.contentsOfDirectory(atPath: shards) where shard.hasSuffix(".safetensors") {
                try FileManager.default.copyItem(atPath: "\(shards)/\(shard)", toPath: "\(folder.path)/\(shard)")
            }
        }
        try expectReadOrRefused(bytes, as: URL(filePath: name).lastPathComponent)
    }

    /// Few numbers, so that most changes meet the structure.
    @Test(.timeLimit(.minutes(2)), arguments: ["small.safetensors", "small.pt"])
    func changedStructuresAreReadOrRefused(_ name: String) throws {
        let (a, b) = (pseudorandom([2, 3]), pseudorandom([4], seed: 3))
        let path = "\(folder.path)/\(name)"
        if name.hasSuffix("pt") {
            try TorchWriter.write(.dictionary([("a", .tensor(a)), ("b", .tensor(b)), ("n", .int(3)), ("s", .text("x"))]), to: path)
        } else {
            try SafetensorsWriter.write(["a": a, "b": b], types: ["b": .float16], to: path)
        }
        try expectReadOrRefused([UInt8](Data(contentsOf: URL(filePath: path))), as: name)
        let view = TorchBytes.legacy(storage: [1, 2, 3, 4, 5, 6], offset: 1, shape: [2, 2], strides: [1, 2])
        if name.hasSuffix("pt") { try expectReadOrRefused(view, as: name) }
    }

    private func expectReadOrRefused(_ bytes: [UInt8], as name: String) throws {
        var mutation = FileMutation(seed: 7)
        var outcomes = (read: 0, refused: 0)
        let before = ResidentMemory.peak
        for _ in 0..<Self.cases {
            let path = try folder.write(mutation.changed(bytes), to: "fuzzed-\(name)")
            do {
                let file = try Checkpoint(path: path)
                // No tensor may be larger than the files it can lie in.
                #expect(file.entries.values.allSatisfy { $0.count <= 1 << 20 })
                for (key, entry) in file.entries.sorted(by: { $0.key < $1.key }).prefix(12) where entry.count <= 1 << 20 {
                    guard let tensor = try? file.tensor(key) else { continue }
                    #expect(tensor.shape == entry.shape)
                }
                outcomes.read += 1
            } catch let error as NeuralNetworksError {
                #expect(error.description.contains(folder.path))
                outcomes.refused += 1
            }
        }
        #expect(ResidentMemory.peak - before < 600 << 20)
        print("fuzz \(name): \(Self.cases) cases, \(outcomes.read) read, \(outcomes.refused) refused")
    }
}
