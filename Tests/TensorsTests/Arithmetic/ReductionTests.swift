import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct ReductionTests {
    static func naive(_ x: Tensor, _ axes: Set<Int>) -> [Float] {
        let values = x.scalars
        let kept = x.shape.indices.filter { !axes.contains($0) }
        var sums = [Double](repeating: 0, count: kept.reduce(1) { $0 * x.shape[$1] })
        for (index, value) in values.enumerated() {
            var (rest, place, step) = (index, 0, 1)
            for axis in x.shape.indices.reversed() {
                if !axes.contains(axis) {
                    place += rest % x.shape[axis] * step
                    step *= x.shape[axis]
                }
                rest /= x.shape[axis]
            }
            sums[place] += Double(value)
        }
        return sums.map { Float($0) }
    }

    @Test(arguments: [[0], [1], [2], [3], [0, 2], [1, 3], [0, 2, 3], [0, 1, 2, 3], [2, 3], [], [-1]], TensorLayout.allCases)
    func sumsMatchScalars(_ axes: [Int], _ layout: TensorLayout) {
        for shape in [[3, 2, 5, 9], [1, 70, 1, 13], [2, 3, 130, 1]] {
            let x = layout.tensor(shape)
            let positive = Set(axes.map { $0 < 0 ? $0 + 4 : $0 })
            let expected = Self.naive(x, positive)
            let kept = shape.indices.map { positive.contains($0) ? 1 : shape[$0] }
            let left = shape.indices.filter { !positive.contains($0) }.map { shape[$0] }
            expectClose(x.sum(axes: axes, keepDims: true), expected, shape: kept, absolute: 1e-5)
            expectClose(x.sum(axes: axes), expected, shape: left, absolute: 1e-5)
            let number = Float(positive.reduce(1) { $0 * shape[$1] })
            expectClose(x.mean(axes: axes), expected.map { $0 / number }, shape: left, absolute: 1e-5)
        }
    }

    @Test func longSumsLoseNothing() {
        let x = pseudorandom([1_000_003], range: 0...1)
        let exact = x.scalars.reduce(0.0) { $0 + Double($1) }
        expectClose([Double(x.sum().item)], [exact], relative: 1e-7)
        expectClose([Double(x.mean().item)], [exact / 1_000_003], relative: 2e-7)
        let columns = pseudorandom([50_001, 3], range: 0...1)
        expectClose(columns.sum(axes: [0]), Self.naive(columns, [0]), relative: 2e-6)
    }

    @Test func gradientsMatchDifferences() throws {
        let x = pseudorandom([3, 4, 5])
        try expectGradients([x]) { $0[0].sum() }
        try expectGradients([x]) { $0[0].square().mean() }
        try expectGradients([x]) { $0[0].sum(axes: [0, 2]) }
        try expectGradients([x]) { $0[0].mean(axes: [1], keepDims: true) * $0[0] }
        try expectGradients([x, pseudorandom([3, 4, 5], seed: 2)]) { $0[0].meanSquaredError($0[1]) }
        try expectGradients([x]) { ($0[0] * 3).softmax() }
        try expectGradients([pseudorandom([3, 8])]) { $0[0].geglu() }
        try expectGradients([pseudorandom([7, 3])]) { $0[0].gathered(rows: [1, 6, 1, 0]) }
    }

    @Test func greatestElements() {
        for layout in TensorLayout.allCases {
            let x = layout.tensor([3, 7])
            let rows = x.split(axis: 0, parts: 3).map { $0.scalars.max() ?? 0 }
            expectClose(x.max(axis: 1), rows, shape: [3])
            expectClose(x.max(axis: 0), x.transposed(0, 1).max(axis: -1).scalars, shape: [7])
        }
    }

    @Test(arguments: TensorLayout.allCases) func softmaxMatchesScalars(_ layout: TensorLayout) {
        for shape in [[7], [3, 1], [2, 3, 17], [5, 130]] {
            let x = layout.tensor(shape, range: -30...30)
            let width = shape[shape.count - 1]
            let values = x.scalars.map { Double($0) }
            let expected = stride(from: 0, to: values.count, by: width).flatMap { start in
                let row = values[start..<start + width]
                let powers = row.map { exp($0 - (row.max() ?? 0)) }
                let total = powers.reduce(0, +)
                return powers.map { $0 / total }
            }
            expectClose(x.softmax().scalars.map { Double($0) }, expected, absolute: 1e-7, relative: 2e-6)
        }
        let huge = Tensor([1e30, 1e30, -1e30], shape: [3]).softmax()
        expectClose(huge, [0.5, 0.5, 0], absolute: 1e-7)
    }

    @Test(arguments: TensorLayout.allCases) func gatedUnitsMatchTheirParts(_ layout: TensorLayout) {
        for shape in [[2], [3, 10], [2, 3, 34]] {
            let x = layout.tensor(shape, range: -3...3)
            let halves = x.split(axis: -1, parts: 2)
            expectClose(x.geglu(), (halves[0] * halves[1].gelu()).scalars, shape: halves[0].shape, absolute: 3e-7)
        }
    }
}
