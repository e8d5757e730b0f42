/// PyTorch's random generator on the CPU: the same seed draws the same numbers, call for call.
///
/// A value: a copy repeats what the original draws. Encode it to go on elsewhere.
///
/// Source: PyTorch 2, `ATen/core/MT19937RNGEngine.h`, `DistributionsHelper.h` and `native/cpu/DistributionTemplates.h` (the AVX2 kernels).
public struct TorchGenerator: Sendable, Codable, Equatable {
    private var engine: MersenneTwister
    /// The second number of the last pair drawn one at a time.
    private var spare: Double?

    /// A generator as after `manual_seed(seed)`. Of the seed only the lower 32 bits matter.
    public init(seed: UInt64) {
        engine = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    }

    /// Begins anew with a seed, as `manual_seed` does.
    public mutating func reseed(_ seed: UInt64) { self = TorchGenerator(seed: seed) }

    /// Standard normal numbers, as `randn(count)` draws them in float32.
    public mutating func randn(_ count: Int) -> [Float] { normal(count, mean: 0, deviation: 1) }

    /// Normally distributed numbers, as `normal_(mean, std)` draws them in float32.
    public mutating func normal(_ count: Int, mean: Float, deviation: Float) -> [Float] {
        guard count >= 16 else {
            return (0..<count).map { _ in Float(nextNormal() * Double(deviation) + Double(mean)) }
        }
        var values = rand(count)
        for start in stride(from: 0, through: count - 16, by: 16) {
            TorchNormal.fill(&values, start, mean, deviation)
        }
        if count % 16 != 0 {
            // The last sixteen are drawn once more, whole.
            values.replaceSubrange((count - 16)..., with: rand(16))
            TorchNormal.fill(&values, count - 16, mean, deviation)
        }
        return values
    }

    /// Standard normal numbers, as `randn(count)` draws them in a precision. Both halves draw block by block, so their stream is another than that
    /// of float32 when the count is not a multiple of 16.
    public mutating func randn(_ count: Int, precision: FloatPrecision) -> [Float] {
        guard precision != .float32 else { return randn(count) }
        guard count >= 16, count % 16 != 0 else { return randn(count).map { precision.rounded($0) } }
        let whole = randn(count / 16 * 16)
        return (whole.prefix(count - 16) + randn(16)).map { precision.rounded($0) }
    }

    /// Standard normal numbers, as `randn(count, dtype=float64)` draws them.
    public mutating func randnDoubles(_ count: Int) -> [Double] {
        guard count >= 16 else { return (0..<count).map { _ in nextNormal() } }
        var values = randDoubles(count)
        for start in stride(from: 0, through: count - 16, by: 16) { TorchNormal.fill(&values, start) }
        if count % 16 != 0 {
            values.replaceSubrange((count - 16)..., with: randDoubles(16))
            TorchNormal.fill(&values, count - 16)
        }
        return values
    }

    /// Numbers in [0, 1), as `rand(count)` draws them in float32.
    public mutating func rand(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(engine.next() & 0xff_ffff) * 0x1p-24 }
    }

    /// Numbers in [0, 1), as `rand(count, dtype=float64)` draws them.
    public mutating func randDoubles(_ count: Int) -> [Double] { (0..<count).map { _ in nextDouble() } }

    /// Numbers in [low, high), as `uniform_(low, high)` draws them in float32.
    public mutating func uniform(_ count: Int, low: Float, high: Float) -> [Float] {
        rand(count).map { $0 * (high - low) + low }
    }

    /// Whether events of a probability happen, as `bernoulli_(probability)` draws them.
    public mutating func bernoulli(_ count: Int, probability: Double) -> [Bool] {
        (0..<count).map { _ in nextDouble() < probability }
    }

    /// Integers from low to high - 1, as `randint(low, high)` draws them. Traps unless low < high.
    public mutating func randint(low: Int, high: Int, _ count: Int) -> [Int] {
        precondition(low < high, "there are no integers from \(low) to below \(high)")
        let range = UInt64(bitPattern: Int64(high) &- Int64(low))
        return (0..<count).map { _ in
            let word = range >= 1 << 28 ? engine.next64() : UInt64(engine.next())
            return Int(truncatingIfNeeded: Int64(bitPattern: word % range)) &+ low
        }
    }

    /// A random order of 0..<n, as `randperm(n)` draws it.
    public mutating func randperm(_ n: Int) -> [Int] {
        var order = Array(0..<n)
        for place in 0..<max(0, n - 1) {
            order.swapAt(place, place + Int(UInt64(engine.next()) % UInt64(n - place)))
        }
        return order
    }

    /// Non-negative integers of 63 bits, as `empty(count, dtype=int64).random_()` draws them.
    public mutating func random(_ count: Int) -> [Int] {
        (0..<count).map { _ in Int(truncatingIfNeeded: engine.next64() & 0x7fff_ffff_ffff_ffff) }
    }

    private mutating func nextDouble() -> Double { Double(engine.next64() & 0x1f_ffff_ffff_ffff) * 0x1p-53 }

    private mutating func nextNormal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        let (angle, length) = (nextDouble(), nextDouble())
        let (first, second) = TorchNormal.pair(angle: angle, length: length)
        spare = second
        return first
    }
}
