import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsWritingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Read back by the reader under test and by the tests' own, every layout comes out as it went in.
    @Test func whatIsWrittenIsRead() throws {
        let path = "\(folder.path)/written.safetensors"
        var tensors: [String: Tensor] = ["scalar": Tensor(3), "empty": Tensor.zeros([0, 2]), "ключ \"quoted\"\n": pseudorandom([3])]
        for layout in TensorLayout.allCases { tensors["layout.\(layout)"] = layout.tensor([3, 5], seed: 3) }
        try SafetensorsWriter.write(tensors, metadata: ["format": "pt", "note": "é\n"], to: path)
        let (file, other) = (try SafetensorsFile(path: path), try FixtureTensors(path))
        #expect(Set(file.entries.keys) == Set(tensors.keys))
        #expect(file.metadata == ["format": "pt", "note": "é\n"])
        for (key, tensor) in tensors {
            let read = try file.tensor(key)
            #expect(read.shape == tensor.shape && read.scalars == tensor.scalars, "\(key)")
            #expect(try other.shape(key) == tensor.shape)
            #expect(try other.floats(key) == tensor.scalars, "\(key)")
        }
    }

    @Test func theDataIsAligned() throws {
        let data = try SafetensorsWriter.data(["a": Tensor(1)], metadata: [:])
        #expect(data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) } % 8 == 0)
        #expect(try SafetensorsWriter.data(["a": Tensor(1), "b": Tensor(2)], metadata: [:]) == SafetensorsWriter.data(["b": Tensor(2), "a": Tensor(1)], metadata: [:]))
    }

    @Test func whatCannotBeWrittenIsRefused() throws {
        let path = "\(folder.path)/absent/file.safetensors"
        expectError(naming: path) { try SafetensorsWriter.write(["a": Tensor(1)], to: path) }
        let good = "\(folder.path)/kept.safetensors"
        try SafetensorsWriter.write(["a": Tensor(1)], to: good)
        expectError(naming: "__metadata__") { try SafetensorsWriter.write(["__metadata__": Tensor(1)], to: good) }
        #expect(try SafetensorsFile(path: good).tensor("a").item == 1)
    }
}
