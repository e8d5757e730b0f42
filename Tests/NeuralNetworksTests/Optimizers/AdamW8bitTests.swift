import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// AdamW with moments in eight bits, beside bitsandbytes' own steps on a CPU (`AdamW8bit`).
@Suite struct AdamW8bitTests {
    private let file: FixtureTensors

    init() throws { file = try FixtureTensors(try #require(Fixtures.file("bitsandbytes", "adamw8bit.safetensors"))) }

    @Test(arguments: [("map.signed", CodeMap.signed), ("map.unsigned", CodeMap.unsigned)])
    func codesStandForTheSameValues(_ key: String, _ map: CodeMap) throws {
        expectClose(Tensor(map.values, shape: [256]), try file.floats(key), absolute: 1e-7, key, parity: .init("training", "8-bit AdamW: values of codes"))
    }

    @Test func stepsEqualThoseOfBitsandbytes() throws {
        var optimizer = AdamW(weightDecay: 0.01, precision: .eightBit)
        var weights = try file.tensor("before")
        for step in 0..<3 {
            weights = optimizer.updated([(weights, try file.tensor("gradient.\(step)"))], learningRate: 1e-3)[0]
            // A number that lies between two codes may go either way: its next steps differ by a part of the learning rate.
            let error = relativeError((weights - (try file.tensor("before"))).scalars, try change(after: step))
            ParityRecorder.expect(error, within: 1e-4, "step \(step)", .init("training", "8-bit AdamW: changes"))
            let moments = [(optimizer.state.firstMoments[0], "1", CodeMap.signed), (optimizer.state.secondMoments[0], "2", CodeMap.unsigned)]
            for (moment, number, map) in moments {
                let expected = try dequantized(state: number, step, map)
                ParityRecorder.expect(
                    relativeError(moment.scalars, expected), within: 2e-3, "moment \(number), step \(step)", .init("training", "8-bit AdamW: moments"))
            }
        }
    }

    /// Tensors of fewer numbers than a code map is worth are as in full precision.
    @Test func smallTensorsKeepFullMoments() {
        let value = TensorLayout.contiguous.tensor([63, 65], seed: 1)
        let gradient = TensorLayout.contiguous.tensor([63, 65], seed: 2)
        var (full, eight) = (AdamW(), AdamW(precision: .eightBit))
        #expect(full.updated([(value, gradient)], learningRate: 0.1)[0].scalars == eight.updated([(value, gradient)], learningRate: 0.1)[0].scalars)
    }

    @Test(arguments: TensorLayout.allCases)
    func everyNumberIsNearItsCode(_ layout: TensorLayout) {
        let value = layout.tensor([71, 65], seed: 3)
        var optimizer = AdamW(precision: .eightBit)
        _ = optimizer.updated([(value, value)], learningRate: 0.1)
        let (moment, mean) = (optimizer.state.firstMoments[0].scalars, value.scalars.map { $0 * Float(1 - 0.9) })
        for block in stride(from: 0, to: mean.count, by: 256) {
            let range = block..<min(block + 256, mean.count)
            let scale = mean[range].map(\.magnitude).max() ?? 0
            // In the uppermost decade 64 values lie between a tenth of the scale and the scale.
            for index in range { #expect(abs(moment[index] - mean[index]) <= scale * 0.9 / 128 * 1.01) }
        }
    }

    private func change(after step: Int) throws -> [Float] {
        zip(try file.floats("after.\(step)"), try file.floats("before")).map { $0 - $1 }
    }

    private func dequantized(state: String, _ step: Int, _ map: CodeMap) throws -> [Float] {
        let (codes, scales) = (try file.floats("state\(state).\(step)"), try file.floats("absmax\(state).\(step)"))
        return codes.enumerated().map { map.values[Int($1)] * scales[$0 / 256] }
    }
}
