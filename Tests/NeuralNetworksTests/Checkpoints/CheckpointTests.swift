import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct CheckpointTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func shardsAreOneCheckpoint() throws {
        try SafetensorsWriter.write(["a": pseudorandom([2, 3])], to: "\(folder.path)/one.safetensors")
        try SafetensorsWriter.write(["b": pseudorandom([4], seed: 2)], to: "\(folder.path)/two.safetensors")
        let index = #"{"metadata": {"total_size": 40}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}"#
        let checkpoint = try Checkpoint(path: folder.write(index.utf8, to: "model.safetensors.index.json"))
        #expect(checkpoint.shapes == ["a": [2, 3], "b": [4]])
        #expect(checkpoint.scalarCount == 10)
        #expect(try checkpoint.tensor("b")?.scalars == pseudorandom([4], seed: 2).scalars)
        #expect(try checkpoint.tensor("c") == nil)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"weight_map": []}"#, #"{"weight_map": {"a": 1}}"#, #"{"weight_map": {"a": "../one.safetensors"}}"#,
        #"{"weight_map": {"a": "/etc/passwd"}}"#, #"{"weight_map": {"a": ""}}"#,
    ])
    func anIndexThatIsNoneIsRefused(_ text: String) throws {
        let path = try folder.write(text.utf8, to: "model.safetensors.index.json")
        expectError(naming: path) { try Checkpoint(path: path) }
    }

    @Test func aShardThatIsMissingIsNamed() throws {
        let index = #"{"weight_map": {"a": "gone.safetensors"}}"#
        let path = try folder.write(index.utf8, to: "model.safetensors.index.json")
        expectError(naming: "\(folder.path)/gone.safetensors", "no such file") { try Checkpoint(path: path) }
    }
}
