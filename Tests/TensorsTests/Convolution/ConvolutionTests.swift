import TestSupport
import Tensors
import Testing

@Suite struct ConvolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let input: [Int]
        let weight: [Int]
        var stride = 1
        var padding: Padding2D = 0
        var testDescription: String { "\(input) \(weight) stride \(stride) \(padding)" }
    }

    static let cases = [
        Case(input: [2, 3, 7, 9], weight: [5, 3, 3, 3], padding: 1),
        Case(input: [1, 4, 8, 8], weight: [6, 4, 1, 1]),
        Case(input: [3, 5, 6, 7], weight: [2, 5, 1, 1], stride: 2),
        Case(input: [2, 3, 9, 7], weight: [4, 3, 3, 3], stride: 2, padding: 1),
        Case(input: [2, 3, 8, 8], weight: [4, 3, 3, 3], stride: 2, padding: Padding2D(bottom: 1, right: 1)),
        Case(input: [1, 2, 5, 6], weight: [3, 2, 2, 4], padding: Padding2D(top: 2, left: 0, bottom: 1, right: 3)),
        Case(input: [1, 1, 1, 1], weight: [1, 1, 3, 3], padding: 1),
        Case(input: [1, 2, 13, 17], weight: [3, 2, 5, 3], stride: 3, padding: 2),
        Case(input: [1, 3, 3, 3], weight: [2, 3, 7, 7], padding: 3),
    ]

    static func naive(_ input: Tensor, _ weight: Tensor, _ bias: [Float], _ stride: Int, _ padding: Padding2D) -> (
        values: [Float], shape: [Int]
    ) {
        let (i, w) = (input.shape, weight.shape)
        let (x, k) = (input.scalars, weight.scalars)
        let height = (i[2] + padding.top + padding.bottom - w[2]) / stride + 1
        let width = (i[3] + padding.left + padding.right - w[3]) / stride + 1
        var result: [Float] = []
        for image in 0..<i[0] {
            for output in 0..<w[0] {
                for place in 0..<height * width {
                    var sum = Double(bias[output])
                    for tap in 0..<w[1] * w[2] * w[3] {
                        let (channel, row, column) = (tap / (w[2] * w[3]), tap / w[3] % w[2], tap % w[3])
                        let (y, z) = (place / width * stride + row - padding.top, place % width * stride + column - padding.left)
                        guard y >= 0, y < i[2], z >= 0, z < i[3] else { continue }
                        sum += Double(x[((image * i[1] + channel) * i[2] + y) * i[3] + z]) * Double(k[output * w[1] * w[2] * w[3] + tap])
                    }
                    result.append(Float(sum))
                }
            }
        }
        return (result, [i[0], w[0], height, width])
    }

    @Test(arguments: cases, TensorLayout.allCases) func matchesScalarsInEveryLayout(_ example: Case, _ layout: TensorLayout) {
        let (x, w) = (layout.tensor(example.input), layout.tensor(example.weight, seed: 2))
        let bias = pseudorandom([example.weight[0]], seed: 3)
        let expected = Self.naive(x, w, bias.scalars, example.stride, example.padding)
        let result = x.convolved2d(weight: w, bias: bias, stride: example.stride, padding: example.padding)
        expectClose(result, expected.values, shape: expected.shape, absolute: 3e-6)
        let withoutBias = x.convolved2d(weight: w, stride: example.stride, padding: example.padding)
        expectClose(withoutBias, (result - bias.reshaped([-1, 1, 1])).scalars, absolute: 3e-6)
    }

    @Test(arguments: cases) func gradientsMatchDifferences(_ example: Case) throws {
        let inputs = [pseudorandom(example.input), pseudorandom(example.weight, seed: 2), pseudorandom([example.weight[0]], seed: 3)]
        try expectGradients(inputs, example.testDescription) {
            $0[0].convolved2d(weight: $0[1], bias: $0[2], stride: example.stride, padding: example.padding)
        }
    }

    /// Wide enough that columns don't fit in one group: parts of one image, and several images together.
    @Test(arguments: [([2, 64, 97, 101], 8), ([3, 600, 8, 9], 40)]) func groupsOfColumnsAgree(_ input: [Int], _ outputs: Int) throws {
        let (x, w) = (pseudorandom(input).requiringGradient(), pseudorandom([outputs, input[1], 3, 3], seed: 2).requiringGradient())
        let result = x.convolved2d(weight: w, padding: 1)
        let seed = pseudorandom(result.shape, seed: 5)
        let found = try gradients(of: result, seed: seed)
        // The same convolution as a sum over the nine taps of shifted pictures.
        let padded = Tensor.padded(x.detached())
        var (expected, inputGradient) = (Tensor.zeros(result.shape), Tensor.zeros(padded.shape))
        var weightGradient: [Tensor] = []
        let flatSeed = seed.reshaped([input[0], outputs, -1])
        for tap in 0..<9 {
            let shifted = padded.sliced(axis: 2, tap / 3..<tap / 3 + input[2]).sliced(axis: 3, tap % 3..<tap % 3 + input[3])
            let columns = shifted.reshaped([input[0], input[1], -1])
            let weight = w.detached().reshaped([outputs, input[1], 9]).sliced(axis: 2, tap..<tap + 1).squeezed(axis: 2)
            expected += weight.matmul(columns).reshaped(result.shape)
            weightGradient.append(flatSeed.matmul(columns.transposed(1, 2)).sum(axes: [0]))
            let back = weight.transposed(0, 1).matmul(flatSeed).reshaped(shifted.shape)
            inputGradient += Tensor.placed(back, in: padded.shape, row: tap / 3, column: tap % 3)
        }
        // Winograd's transforms round more than a direct sum does.
        let tolerance = 2e-5 * Float(input[1]).squareRoot()
        expectClose(result, expected.scalars, absolute: tolerance)
        let inner = inputGradient.sliced(axis: 2, 1..<input[2] + 1).sliced(axis: 3, 1..<input[3] + 1)
        expectClose(try #require(found[x]), inner.scalars, absolute: tolerance)
        let weights = Tensor.stacked(weightGradient, axis: 2).reshaped(w.shape)
        #expect(relativeError(try #require(found[w]).scalars, weights.scalars) < 1e-5)
    }

    @Test(arguments: [([1, 2, 4, 5], 8, 10), ([2, 1, 3, 3], 7, 5), ([1, 3, 5, 4], 5, 4), ([1, 1, 6, 7], 3, 2)])
    func upsamplingRepeatsTheNearestPixel(_ shape: [Int], _ height: Int, _ width: Int) throws {
        for layout in TensorLayout.allCases {
            let x = layout.tensor(shape)
            let values = x.scalars
            let expected = (0..<shape[0] * shape[1] * height * width).map { index in
                let (plane, row, column) = (index / (height * width), index / width % height, index % width)
                let (y, z) = (row * shape[2] / height, column * shape[3] / width)
                return values[(plane * shape[2] + y) * shape[3] + z]
            }
            expectClose(x.upsampledNearest(height: height, width: width), expected, shape: [shape[0], shape[1], height, width])
        }
        try expectGradients([pseudorandom(shape)]) { $0[0].upsampledNearest(height: height, width: width) }
    }
}

extension Tensor {
    /// One line of zeros on every side.
    fileprivate static func padded(_ x: Tensor) -> Tensor {
        placed(x, in: [x.shape[0], x.shape[1], x.shape[2] + 2, x.shape[3] + 2], row: 1, column: 1)
    }

    /// A picture inside a larger one of zeros.
    fileprivate static func placed(_ x: Tensor, in shape: [Int], row: Int, column: Int) -> Tensor {
        let (lead, h, w) = (Array(shape[..<2]), x.shape[2], x.shape[3])
        let line = Tensor.concatenated(
            [.zeros(lead + [h, column]), x, .zeros(lead + [h, shape[3] - w - column])], axis: 3)
        return .concatenated([.zeros(lead + [row, shape[3]]), line, .zeros(lead + [shape[2] - h - row, shape[3]])], axis: 2)
    }
}
