import Foundation
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

    /// The interpreter that the environment variable EASEL_PYTHON names, if it has the format's own reader.
    private static let python = ProcessInfo.processInfo.environment["EASEL_PYTHON"]

    @Test(.enabled(if: python != nil, "EASEL_PYTHON names no Python that has safetensors"))
    func theFormatsOwnReaderAgrees() throws {
        let path = "\(folder.path)/written.safetensors"
        let tensors = ["a.weight": pseudorandom([3, 5]), "scalar": Tensor(3), "empty": Tensor.zeros([0, 2]), "<ключ>": pseudorandom([2], seed: 2)]
        try SafetensorsWriter.write(tensors, metadata: ["format": "pt"], to: path)
        let script = """
            import sys, safetensors
            with safetensors.safe_open(sys.argv[1], "numpy") as file:
                print(file.metadata())
                for key in sorted(file.keys()):
                    value = file.get_tensor(key)
                    print(key, value.dtype, list(value.shape), [format(x, ".9g") for x in value.ravel().tolist()])
            """
        let expected = tensors.sorted { $0.key < $1.key }.map { key, tensor in
            let values = tensor.scalars.map { "'\(String(format: "%.9g", Double($0)))'" }.joined(separator: ", ")
            return "\(key) float32 \(tensor.shape) [\(values)]"
        }
        #expect(try run(#require(Self.python), ["-c", script, path]) == (["{'format': 'pt'}"] + expected).joined(separator: "\n") + "\n")
    }

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test func theDataIsAligned() throws {
        func bytes(_ tensors: [String: Tensor], metadata: [String: String] = [:]) throws -> Data {
            let path = "\(folder.path)/aligned.safetensors"
            try SafetensorsWriter.write(tensors, metadata: metadata, to: path)
            return try Data(contentsOf: URL(filePath: path))
        }
        let data = try bytes(["a": Tensor(1)])
        #expect(data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) } % 8 == 0)
        #expect(try bytes(["a": Tensor(1), "b": Tensor(2)]) == bytes(["b": Tensor(2), "a": Tensor(1)]))
    }

    /// Numbers that were stored in a narrower type come back bit for bit; others are rounded to the nearest.
    @Test(arguments: [StorageType.float16, .bfloat16, .float64, .float32])
    func everyTypeIsWritten(_ type: StorageType) throws {
        let path = "\(folder.path)/typed.safetensors"
        let values: [Float] = [0, -0.0, 1, -1.5, 65504, 6.103515625e-05, .infinity, -.infinity, 0.333251953125, 3.140625]
        try SafetensorsWriter.write(["a": Tensor(values, shape: [10]), "b": Tensor(2)], types: ["a": type], to: path)
        let file = try SafetensorsFile(path: path)
        #expect(file.entries["a"]?.storageType == type && file.entries["b"]?.storageType == .float32)
        let once = try file.tensor("a").scalars
        if type != .bfloat16 { #expect(once.map(\.bitPattern) == values.map(\.bitPattern)) }
        try SafetensorsWriter.write(["a": Tensor(once, shape: [10]), "b": Tensor(2)], types: ["a": type], to: "\(path).again")
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(contentsOf: URL(filePath: "\(path).again")))
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
