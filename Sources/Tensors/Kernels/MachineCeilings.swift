import Glibc

/// What this machine can do at most, measured: the yardsticks of benchmarks and profiles.
package enum MachineCeilings {
    /// Whether there is an OpenBLAS to compare with.
    package static var hasYardstick: Bool { BLAS.isAvailable }

    /// Computes the product of two square matrices with OpenBLAS, in fixed tiles over all threads.
    package static func multiply(_ left: Tensor, _ right: Tensor) -> Tensor {
        let size = left.shape[0]
        precondition(left.shape == [size, size] && right.shape == [size, size], "the ceiling is measured with square matrices")
        let (left, right) = (left.packed(), right.packed())
        let result = Tensor.uninitialized([size, size])
        let tile = max(1, min(512, size))
        let across = (size + tile - 1) / tile
        OperationProfile.timed(.product("OpenBLAS sgemm", size, size, size)) {
            withPointers(left, right, result) { a, b, c in
                Parallelism.tiles(across * across) { index in
                    let (row, column) = (index / across * tile, index % across * tile)
                    BLAS.multiply(
                        min(tile, size - row), min(tile, size - column), size, (a + row * size, size), (b + column, size),
                        (c + row * size + column, size))
                }
            }
        }
        return result
    }

    /// The best rate of single-precision products of 2048² matrices, in operations (multiplications and additions) a second.
    package static func productRate(repetitions: Int) -> Double {
        let size = 2048
        let (left, right) = (Tensor.full(0.5, [size, size]), Tensor.full(0.25, [size, size]))
        return 2 * Double(size * size * size) / best(of: repetitions) { _ = multiply(left, right) }
    }

    /// The best rate of copying memory that no cache holds, in bytes read and written a second.
    package static func copyRate(repetitions: Int) -> Double {
        let (source, target) = (Tensor.full(1, [1 << 26]), Tensor.uninitialized([1 << 26]))
        let part = 1 << 18
        let seconds = best(of: repetitions) {
            withPointers(source, target) { x, y in
                Parallelism.tiles(source.count / part) { memcpy(y + $0 * part, x + $0 * part, part * MemoryLayout<Float>.stride) }
            }
        }
        return 2 * Double(source.count * MemoryLayout<Float>.stride) / seconds
    }

    /// Seconds of the shortest repetition, after one that warms up.
    private static func best(of repetitions: Int, _ body: () -> Void) -> Double {
        body()
        return (0..<max(1, repetitions)).reduce(.infinity) { best, _ in
            let start = ContinuousClock.now
            body()
            return min(best, (ContinuousClock.now - start) / .seconds(1))
        }
    }
}
