import Glibc

/// NumPy's legacy generator `numpy.random.RandomState`.
///
/// Source: NumPy, `numpy/random/src/legacy/legacy-distributions.c` and `numpy/random/mtrand.pyx`.
public struct NumpyRandomState: Sendable, Codable, Equatable {
    private var engine: MersenneTwister
    private var spare: Double?

    public init(seed: UInt32) { engine = MersenneTwister(seed: seed) }

    /// Numbers in [0, 1), as `random_sample(count)`.
    public mutating func randomSample(_ count: Int) -> [Double] { (0..<count).map { _ in engine.nextDouble() } }

    /// Standard normal numbers, as `standard_normal(count)`.
    public mutating func standardNormal(_ count: Int) -> [Double] { (0..<count).map { _ in nextNormal() } }

    /// Integers from 0 to bound - 1, as `randint(bound, size=count)`. Traps unless 0 < bound ≤ 2³².
    public mutating func randint(_ bound: Int, _ count: Int) -> [Int] {
        precondition(bound > 0 && bound <= 1 << 32, "no integers below \(bound) can be drawn")
        return (0..<count).map { _ in interval(bound - 1) }
    }

    /// A random order of 0..<n, as `permutation(n)`.
    public mutating func permutation(_ n: Int) -> [Int] {
        var order = Array(0..<n)
        for place in stride(from: n - 1, to: 0, by: -1) { order.swapAt(place, interval(place)) }
        return order
    }

    /// An integer from 0 to most: as many bits as that has, until they are not too large.
    private mutating func interval(_ most: Int) -> Int {
        guard most > 0 else { return 0 }
        let mask = UInt32(truncatingIfNeeded: (1 << (Int.bitWidth - most.leadingZeroBitCount)) - 1)
        while true {
            let value = Int(engine.next() & mask)
            if value <= most { return value }
        }
    }

    private mutating func nextNormal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        while true {
            let (x, y) = (2 * engine.nextDouble() - 1, 2 * engine.nextDouble() - 1)
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spare = factor * x
            return factor * y
        }
    }
}
