import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct ParameterScopeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func source(_ shapes: [String: [Int]], keys: CheckpointKeys = CheckpointKeys()) throws -> CheckpointSource {
        let path = "\(folder.path)/weights.safetensors"
        try SafetensorsWriter.write(shapes.mapValues { pseudorandom($0, seed: $0.count) }, to: path)
        return CheckpointSource(try Checkpoint(path: path), keys: keys)
    }

    @Test func parametersAreFoundByTheirPath() throws {
        let scope = ParameterScope(try source(["a.0.weight": [2, 3], "a.0.bias": [2]]))
        let weight = try (scope / "a" / 0).parameter("weight", [2, 3])
        #expect(weight.path == "a.0.weight" && weight.value.scalars == pseudorandom([2, 3], seed: 2).scalars)
        #expect(!weight.isTrainable)
        _ = try (scope / "a" / 0).parameter("bias", [2])
        #expect(try scope.finish().map(\.path) == ["a.0.weight", "a.0.bias"])
    }

    /// All that is wrong is said at once.
    @Test func missingMisshapenAndUnreadKeysAreReportedTogether() throws {
        let source = try source(["good": [1], "wide": [2, 3], "spare": [1], "also.spare": [1]])
        let scope = ParameterScope(source)
        _ = try scope.parameter("good", [1])
        let wide = try scope.parameter("wide", [3, 2])
        let absent = try (scope / "absent").parameter("weight", [4, 4])
        // A stand-in of the right shape lets the network be put together to the end.
        #expect(wide.value.shape == [3, 2] && absent.value.shape == [4, 4])
        let error = #expect(throws: NeuralNetworksError.self) { try scope.finish() }
        guard case .keyMismatch(source.path, ["absent.weight"], let misshapen, ["also.spare", "spare"]) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(misshapen.map(\.key) == ["wide"] && misshapen[0].expected == [3, 2] && misshapen[0].found == [2, 3])
        let text = error?.description ?? ""
        for part in [source.path, "'absent.weight'", "'wide' has shape [2, 3]; expected [3, 2]", "'also.spare', 'spare'"] { #expect(text.contains(part)) }
    }

    @Test func aConfigurationThatAsksForBillionsIsStopped() throws {
        let scope = ParameterScope(try source(["a": [1]]))
        var asked = 0
        #expect(throws: NeuralNetworksError.self) {
            while asked < 1_000_000 {
                asked += 1
                _ = try (scope / asked).parameter("weight", [1_000_000, 1_000_000])
            }
        }
        #expect(asked < 100_000)
    }

    @Test func aPrefixMayBeLeftOut() throws {
        let keys = CheckpointKeys(optionalPrefix: "model.", ignoredSuffixes: ["position_ids"])
        for stored in ["model.layer.weight", "layer.weight"] {
            let scope = ParameterScope(try source([stored: [2], "embeddings.position_ids": [1]], keys: keys))
            let parameter = try (scope / "model" / "layer").parameter("weight", [2])
            #expect(parameter.path == "model.layer.weight")
            #expect(try scope.finish().count == 1)
        }
    }

    /// The attention of old autoencoders: other names, and 1×1 convolutions where linear layers are.
    @Test func formerNamesAndConvolutionsAreRead() throws {
        let keys = CheckpointKeys(
            formerNames: [("to_q", "query"), ("to_out.0", "proj_attn")], squeezesConvolutions: true)
        let stored = ["mid.attn.query.weight": [3, 3, 1, 1], "mid.attn.query.bias": [3], "mid.attn.proj_attn.weight": [3, 3], "conv.weight": [2, 2, 1, 1]]
        let scope = ParameterScope(try source(stored, keys: keys))
        let query = try (scope / "mid" / "attn" / "to_q").parameter("weight", [3, 3])
        #expect(query.value.shape == [3, 3] && query.value.scalars == pseudorandom([3, 3, 1, 1], seed: 4).scalars)
        _ = try (scope / "mid" / "attn" / "to_q").parameter("bias", [3])
        _ = try (scope / "mid" / "attn" / "to_out" / 0).parameter("weight", [3, 3])
        #expect(try (scope / "conv").parameter("weight", [2, 2, 1, 1]).value.shape == [2, 2, 1, 1])
        #expect(try scope.finish().count == 4)
    }

    @Test func aParameterStaysTrainableOrFrozen() {
        let parameter = Parameter(path: "p", value: Tensor([1, 2], shape: [2]))
        parameter.update(Tensor([3, 4], shape: [2]))
        #expect(!parameter.isTrainable && parameter.value.scalars == [3, 4])
        parameter.isTrainable = true
        parameter.update(parameter.value * 2)
        #expect(parameter.isTrainable && parameter.value.scalars == [6, 8])
        parameter.isTrainable = false
        #expect(!parameter.value.requiresGradient)
    }
}
