import TestSupport
import Tensors
import Testing

@Suite struct ViewTests {
    /// The element of `x` at an index of every axis.
    static func element(_ x: Tensor, _ index: [Int]) -> Float {
        x.scalars[zip(index, x.shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }

    @Test(arguments: TensorLayout.allCases) func reshaping(_ layout: TensorLayout) {
        let x = layout.tensor([4, 3, 6])
        for shape in [[12, 6], [4, 18], [72], [2, 2, 3, 2, 3], [4, 1, 3, 6, 1], [6, 12], [-1, 9]] {
            let y = x.reshaped(shape)
            expectClose(y, x.scalars, shape: shape.map { $0 == -1 ? 8 : $0 })
        }
        #expect(x.flattened(from: 1).shape == [4, 18])
        #expect(x.unsqueezed(axis: -1).shape == [4, 3, 6, 1])
        #expect(x.unsqueezed(axis: 1).squeezed(axis: 1).shape == [4, 3, 6])
        expectClose(x.contiguous(), x.scalars, shape: x.shape)
    }

    @Test(arguments: TensorLayout.allCases) func permuting(_ layout: TensorLayout) {
        for shape in [[2, 3, 4], [17, 19, 33], [1, 40, 5]] {
            let x = layout.tensor(shape)
            for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                let y = x.permuted(order)
                let values = x.scalars
                let steps = [shape[1] * shape[2], shape[2], 1]
                var expected: [Float] = []
                for a in 0..<y.shape[0] {
                    for b in 0..<y.shape[1] {
                        for c in 0..<y.shape[2] { expected.append(values[a * steps[order[0]] + b * steps[order[1]] + c * steps[order[2]]]) }
                    }
                }
                expectClose(y, expected, shape: order.map { shape[$0] }, "\(shape) \(order)")
            }
        }
    }

    @Test(arguments: TensorLayout.allCases) func slicingAndJoining(_ layout: TensorLayout) {
        let x = layout.tensor([4, 3, 6])
        for axis in -3..<3 {
            let extent = x.shape[(axis + 3) % 3]
            let parts = [x.sliced(axis: axis, 0..<1), x.sliced(axis: axis, 1..<extent)]
            expectClose(Tensor.concatenated(parts, axis: axis), x.scalars, shape: x.shape)
            let equal = x.split(axis: axis, parts: extent)
            expectClose(Tensor.concatenated(equal, axis: axis), x.scalars, shape: x.shape)
        }
        expectClose(Tensor.stacked((0..<4).map { x[$0] }), x.scalars, shape: x.shape)
        #expect(x[2].shape == [3, 6] && Self.element(x, [2, 1, 5]) == x[2][1].scalars[5])
        #expect(Tensor.stacked([x, x], axis: 1).shape == [4, 2, 3, 6])
        #expect(x.sliced(axis: 1, 2..<2).shape == [4, 0, 6])
    }

    @Test(arguments: TensorLayout.allCases) func gathering(_ layout: TensorLayout) {
        let table = layout.tensor([5, 7])
        let found = table.gathered(rows: [4, 0, 4, 2])
        expectClose(found, Tensor.stacked([4, 0, 4, 2].map { table[$0] }).scalars, shape: [4, 7])
        #expect(table.gathered(rows: []).shape == [0, 7])
    }

    @Test func gradientsMatchDifferences() throws {
        let x = pseudorandom([4, 3, 6])
        try expectGradients([x]) { $0[0].permuted([2, 0, 1]).reshaped([9, 8]) }
        try expectGradients([x]) { $0[0].sliced(axis: 1, 1..<3).flattened(from: 1) }
        try expectGradients([x]) { $0[0][1] * $0[0].sliced(axis: 2, 0..<1) }
        try expectGradients([pseudorandom([3, 1])]) { $0[0].broadcast(to: [2, 3, 5]) }
        try expectGradients([x, pseudorandom([4, 2, 6], seed: 2)]) { .concatenated([$0[0], $0[1], $0[0]], axis: 1) }
        try expectGradients([pseudorandom([2, 3]), pseudorandom([2, 3], seed: 2)]) { .stacked($0, axis: -1) }
        try expectGradients([pseudorandom([4, 6])]) { x in
            let parts = x[0].split(axis: 1, parts: 3)
            return parts[0] * parts[2] + parts[1]
        }
        try expectGradients([x]) { $0[0].transposed(0, 2).contiguous().square() }
    }

    @Test func emptyTensorsPassThrough() {
        let empty = Tensor.zeros([0, 4])
        #expect((empty + empty).shape == [0, 4] && empty.sum().item == 0 && empty.sum(axes: [0]).scalars == [0, 0, 0, 0])
        #expect(empty.reshaped([4, 0]).transposed(0, 1).contiguous().shape == [0, 4])
        #expect(empty.matmul(.ones([4, 3])).shape == [0, 3] && empty.softmax().shape == [0, 4])
        #expect(Tensor.zeros([3, 0]).matmul(.ones([0, 2])).scalars == [0, 0, 0, 0, 0, 0])
    }
}
