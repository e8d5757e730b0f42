import Foundation
import TestSupport
import Tensors
import Testing

/// Replays the recorded calls of PyTorch's, NumPy's and Python's generators.
@Suite struct RandomStreamTests {
    @Test func everyRecordedCallIsRepeated() throws {
        let manifest = try Fixtures.manifest("rng")
        let tensors = try FixtureTensors(#require(Fixtures.file("rng", "rng.safetensors")))
        let tolerances = manifest["tolerance"]
        var later: [String] = []
        for example in try #require(manifest["cases"].array) {
            let name = example["name"].string ?? ""
            switch example["library"].string {
            case "torch": try replayTorch(example, name, tensors, tolerances, &later)
            case "numpy.random.RandomState": try replayNumpy(example, name, tensors, &later)
            case "python random": try replayPython(example, name, &later)
            case "diffusers.utils.torch_utils.randn_tensor": try replayList(example, name, tensors, tolerances)
            default: later.append(name)
            }
        }
        ParityRecorder.later(Set(later).sorted(), of: "rng")
    }

    private func replayTorch(
        _ example: FixtureValue, _ name: String, _ tensors: FixtureTensors, _ tolerances: FixtureValue, _ later: inout [String]
    ) throws {
        var generator = TorchGenerator(seed: try #require(example["seed_u64"].string.flatMap { UInt64($0) }))
        let single = try #require(tolerances["randn_f32"].float)
        for call in try #require(example["calls"].array) {
            let op = call["op"].string ?? ""
            if op == "manual_seed" {
                generator.reseed(UInt64(bitPattern: Int64(try #require(call["seed"].int))))
                continue
            }
            let key = try #require(call["tensor"].string)
            let expected = try tensors.entry(key)
            let count = call["n"].int ?? call["shape"].ints?.reduce(1, *) ?? 0
            let what = "\(name): \(op) \(key)"
            let type = call["dtype"].string ?? "float32"
            let row = Parity("rng", "torch: \(op)\(op.hasPrefix("rand") && op.count <= 5 ? ", \(type)" : "")")
            switch (op, type) {
            case ("randn", "float32"): expectClose(generator.randn(count), expected.floats, absolute: single, what, parity: row)
            case ("randn", "float64"):
                expectClose(generator.randnDoubles(count), expected.doubles, absolute: try #require(tolerances["randn_f64"].double), what, parity: row)
            case ("randn", "float16"):
                expectClose(Tensor.randn([count], generator: &generator, precision: .float16), expected.floats, relative: 0x1p-10, what, parity: row)
            case ("randn", "bfloat16"):
                expectClose(Tensor.randn([count], generator: &generator, precision: .bfloat16), expected.floats, relative: 0x1p-7, what, parity: row)
            case ("rand", "float32"): ParityRecorder.expectEqual(generator.rand(count), expected.floats, what, row)
            case ("rand", "float64"): ParityRecorder.expectEqual(generator.randDoubles(count), expected.doubles, what, row)
            case ("randint", _):
                let (low, high) = (try #require(call["low"].int), try #require(call["high"].int))
                ParityRecorder.expectEqual(generator.randint(low: low, high: high, count), expected.integers, what, row)
            case ("randperm", _): ParityRecorder.expectEqual(generator.randperm(count), expected.integers, what, row)
            case ("random_", _): ParityRecorder.expectEqual(generator.random(count), expected.integers, what, row)
            case ("normal_", _):
                let (mean, deviation) = (try #require(call["mean"].float), try #require(call["std"].float))
                expectClose(generator.normal(count, mean: mean, deviation: deviation), expected.floats, absolute: single * 4, what, parity: row)
            case ("bernoulli_", _):
                let drawn = generator.bernoulli(count, probability: try #require(call["p"].double))
                ParityRecorder.expectEqual(drawn.map { $0 ? 1 : 0 }, expected.floats, what, row)
            case ("uniform_", _):
                let (low, high) = (try #require(call["low"].float), try #require(call["high"].float))
                expectClose(generator.uniform(count, low: low, high: high), expected.floats, absolute: 1e-6, what, parity: row)
            default:
                later.append("\(name): \(op), and what follows it")
                return
            }
        }
    }

    private func replayList(_ example: FixtureValue, _ name: String, _ tensors: FixtureTensors, _ tolerances: FixtureValue) throws {
        let shape = try #require(example["shape"].ints)
        var images: [Tensor] = []
        for seed in try #require(example["seeds"].ints) {
            var generator = TorchGenerator(seed: UInt64(seed))
            images.append(.randn([1] + shape.dropFirst(), generator: &generator))
        }
        let expected = try tensors.floats(#require(example["tensor"].string))
        expectClose(
            Tensor.concatenated(images, axis: 0), expected, shape: shape, absolute: try #require(tolerances["randn_f32"].float), name,
            parity: .init("rng", "diffusers: a list of generators"))
    }

    private func replayNumpy(_ example: FixtureValue, _ name: String, _ tensors: FixtureTensors, _ later: inout [String]) throws {
        var state = NumpyRandomState(seed: UInt32(truncatingIfNeeded: try #require(example["seed"].int)))
        for call in try #require(example["calls"].array) {
            let expected = try tensors.entry(#require(call["tensor"].string))
            let count = call["n"].int ?? call["shape"].ints?.reduce(1, *) ?? 0
            let op = call["op"].string ?? ""
            let row = Parity("rng", "NumPy: \(op)")
            switch op {
            case "standard_normal": expectClose(state.standardNormal(count), expected.doubles, absolute: 1e-12, name, parity: row)
            case "random_sample": ParityRecorder.expectEqual(state.randomSample(count), expected.doubles, name, row)
            case "randint1000": ParityRecorder.expectEqual(state.randint(1000, count), expected.integers, name, row)
            case "permutation": ParityRecorder.expectEqual(state.permutation(count), expected.integers, name, row)
            default: return later.append("\(name): \(op)")
            }
        }
    }

    private func replayPython(_ example: FixtureValue, _ name: String, _ later: inout [String]) throws {
        let seed = example["seed"].int ?? Int(name.split { !$0.isNumber }.last ?? "")
        var random = PythonRandom(seed: UInt64(try #require(seed)))
        for call in try #require(example["calls"].array) {
            let count = call["n"].int ?? 0
            let op = call["op"].string ?? ""
            let row = Parity("rng", "Python: random")
            if op == "random" {
                ParityRecorder.expectEqual((0..<count).map { _ in random.random() }, call["values"].doubles, name, row)
                continue
            }
            let expected = try #require(call["values"].ints)
            if let bound = op.wholeMatch(of: /choice_index_of_(\d+)/).flatMap({ Int($0.1) }) {
                ParityRecorder.expectEqual((0..<count).map { _ in random.randbelow(bound) }, expected, name, row)
            } else if let bound = op.wholeMatch(of: /randint_0_(\d+)_inclusive/).flatMap({ Int($0.1) }) {
                ParityRecorder.expectEqual((0..<count).map { _ in random.randbelow(bound + 1) }, expected, name, row)
            } else if let size = op.wholeMatch(of: /shuffle_range_(\d+)/).flatMap({ Int($0.1) }) {
                var elements = Array(0..<size)
                random.shuffle(&elements)
                ParityRecorder.expectEqual(elements, expected, name, row)
            } else {
                return later.append("\(name): \(op)")
            }
        }
    }

    @Test func aStoredStateGoesOn() throws {
        var generator = TorchGenerator(seed: 7)
        _ = generator.randn(3)
        let stored = try JSONEncoder().encode(generator)
        var restored = try JSONDecoder().decode(TorchGenerator.self, from: stored)
        var copy = generator
        let expected = generator.randn(50)
        #expect(restored.randn(50) == expected)
        #expect(copy.randn(50) == expected)
        #expect(generator == restored)
    }

    @Test func aDamagedStateIsRefused() {
        let damaged = Data(#"{"engine":{"state":[1,2],"index":3}}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(TorchGenerator.self, from: damaged) }
    }
}
