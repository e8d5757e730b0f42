import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Files that PyTorch wrote, and files that only claim it.
@Suite struct TorchFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Zip files, the layout before them, and a training checkpoint hold what the safetensors files beside them hold.
    @Test(arguments: [
        ("text_encoder-bin/pytorch_model.bin", "model/text_encoder/model.safetensors"),
        ("vae-bin/diffusion_pytorch_model.bin", "model/vae/diffusion_pytorch_model.safetensors"),
        ("legacy-pickle/legacy_nonzip.bin", "model/text_encoder/model.safetensors"), ("single/first8.ckpt", "single/sd1-tiny-fp16.safetensors"),
    ])
    func tensorsEqualThoseOfSafetensors(_ name: String, _ reference: String) throws {
        let file = try Checkpoint(path: #require(Fixtures.file("sd1-tiny", name)))
        let expected = try FixtureTensors(#require(Fixtures.file("sd1-tiny", reference)))
        #expect(file.entries.count >= 8)
        for (key, entry) in file.entries where entry.storageType != .int64 {
            let other = try expected.entry(key)
            #expect(entry.shape == other.shape && entry.storageType.rawValue == other.dtype)
            #expect(try file.tensor(key)?.scalars == other.floats, "\(name): \(key)")
        }
        if name.hasSuffix("bin"), name.hasPrefix("text") { #expect(file.entries.keys.contains { $0.hasSuffix("position_ids") }) }
        if name.hasSuffix("ckpt") { #expect(file.numbers["global_step"] == 470_000) }
    }

    /// A view with an offset, and one whose strides are not those of its shape.
    @Test func viewsReadAsPyTorchShowsThem() throws {
        let storage: [Float] = (0..<12).map { Float($0) }
        let path = try folder.write(TorchBytes.legacy(storage: storage, offset: 1, shape: [2, 3], strides: [1, 3]), to: "view.pt")
        #expect(try Checkpoint(path: path).tensor("w")?.scalars == [1, 4, 7, 2, 5, 8])
        for (offset, shape, strides) in [(7, [2, 3], [1, 3]), (0, [4, 4], [0, 0]), (0, [13], [1]), (0, [1 << 40, 1 << 40], [0, 0]), (0, [2], [1 << 62])] {
            let path = try folder.write(TorchBytes.legacy(storage: storage, offset: offset, shape: shape, strides: strides), to: "beyond.pt")
            expectError(naming: path, "storage") { try Checkpoint(path: path) }
        }
    }

    @Test(arguments: [
        ("cposix\nsystem\n(X\u{4}\0\0\0truetR.", "posix.system"), ("cbuiltins\neval\n.", "builtins.eval"), ("(ios\nsystem\n.", "os.system"),
        ("X\u{2}\0\0\0osX\u{6}\0\0\0system\u{93}.", "os.system"), ("cnumpy\nload\n.", "numpy.load"), ("(X\u{1}\0\0\0ao.", "obj"), ("P1\n.", "persistentID"),
        ("ctorch._utils\n_rebuild_device_tensor_from_numpy\n.", "torch._utils._rebuild_device_tensor_from_numpy"),
    ])
    func whatIsNoTensorIsRefusedByName(_ instructions: String, _ name: String) throws {
        let scalars = instructions.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let path = try folder.write(TorchBytes.legacy(pickle: [0x80, 2] + scalars), to: "refused.ckpt")
        let error = #expect(throws: NeuralNetworksError.self) { try TorchFile(path: path) }
        guard case .refusedPickle(path, let found) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing") instead of a refusal of \(name)")
            return
        }
        #expect(found.contains(name))
    }

    /// Names that stand in published checkpoints are passed over: a class that is a key, a number of numpy's, a set.
    @Test(arguments: [
        "}cpytorch_lightning.callbacks.model_checkpoint\nModelCheckpoint\n}s.", "}X\u{1}\0\0\0acnumpy.core.multiarray\nscalar\n)Rs.",
        "}X\u{1}\0\0\0ac__builtin__\nset\n(]tRs.", "}X\u{1}\0\0\0a\u{8F}(K\u{1}\u{90}s.",
    ])
    func harmlessNamesArePassedOver(_ instructions: String) throws {
        let scalars = instructions.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let path = try folder.write(TorchBytes.legacy(pickle: [0x80, 2] + scalars), to: "harmless.ckpt")
        let root = try TorchFile(path: path).root
        #expect(root.members != nil && root["a"]?.tensor == nil && root["a"]?.int == nil && root["a"]?.text == nil)
        expectError(naming: path, "no tensors") { try Checkpoint(path: path) }
    }

    /// Circles, deep nests, doublings and endless repetitions end in an error or a value, not in memory or time.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("]q\0h\0a.", 1), ("(", 200_000), ("]", 300_000), ("N0", 600_000), ("N2222222222", 100_000), ("(N", 300_000), (")\u{85}", 400_000),
            ("}q\0X\u{0B}\0\0\0_parametersh\0sh\0b", 50_000),
        ])
    func bombsAreDefused(_ pattern: String, _ count: Int) throws {
        let scalars = pattern.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let before = ResidentMemory.peak
        let path = try folder.write(TorchBytes.legacy(pickle: [0x80, 2] + (0..<count).flatMap { _ in scalars } + Array("N.".utf8)), to: "bomb.pt")
        _ = try? TorchFile(path: path).root.members
        #expect(ResidentMemory.peak - before < 600 << 20)
    }

    @Test func whatIsWrittenReadsBack() throws {
        let (a, b) = (pseudorandom([3, 5]), pseudorandom([7], seed: 2))
        let path = "\(folder.path)/written.pt"
        try TorchWriter.write(
            .dictionary([("a", .tensor(a)), ("inner", .dictionary([("b", .tensor(b)), ("n", .int(-5)), ("s", .text("é")), ("z", .none)]))]), to: path)
        let root = try TorchFile(path: path).root
        #expect(try root["a"]?.tensor?.tensor()?.scalars == a.scalars && root["a"]?.tensor?.shape == [3, 5])
        #expect(try root["inner"]?["b"]?.tensor?.tensor()?.scalars == b.scalars)
        #expect(root["inner"]?["n"]?.int == -5 && root["inner"]?["s"]?.text == "é" && root["inner"]?["z"]?.int == nil)
        #expect(try Checkpoint(path: path).entries.keys.sorted() == ["a"])
    }

    @Test func filesThatEndTooSoonAreRefused() throws {
        for name in ["single/first8.ckpt", "legacy-pickle/legacy_nonzip.bin"] {
            let bytes = try [UInt8](Data(contentsOf: URL(filePath: #require(Fixtures.file("sd1-tiny", name)))))
            for count in stride(from: 0, to: bytes.count, by: 97) {
                let path = try folder.write(bytes.prefix(count), to: "cut.bin")
                expectError(naming: path) { try Checkpoint(path: path) }
            }
        }
    }
}
