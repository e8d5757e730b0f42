import Glibc

/// The stream of PyTorch's random generator on a GPU, as web interfaces draw it on a CPU ("GPU" or "NV" noise).
///
/// Every number stands on its own: it is a function of the seed, of how many draws came before, and of its place in the draw.
///
/// Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (2011), Philox4x32-10; the Box–Muller transform of cuRAND.
public struct PhiloxGenerator: Sendable, Codable, Equatable {
    private let seed: UInt64
    private var draws: UInt32 = 0

    public init(seed: UInt64) { self.seed = seed }

    /// Standard normal numbers, as `randn(count)` draws them on a GPU where every number has a thread of its own.
    public mutating func randn(_ count: Int) -> [Float] {
        defer { draws &+= 1 }
        return (0..<count).map { place in
            let words = Self.block(counter: [draws, 0, UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32)], seed: seed)
            return Self.normal(words[0], words[1])
        }
    }

    /// The four words that belong to a counter: ten rounds of two products each.
    package static func block(counter: SIMD4<UInt32>, seed: UInt64) -> SIMD4<UInt32> {
        var words = counter
        var key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        for _ in 0..<10 {
            let first = words[0].multipliedFullWidth(by: 0xd251_1f53)
            let second = words[2].multipliedFullWidth(by: 0xcd9e_8d57)
            words = [second.high ^ words[1] ^ key[0], second.low, first.high ^ words[3] ^ key[1], first.low]
            key = key &+ [0x9e37_79b9, 0xbb67_ae85]
        }
        return words
    }

    /// The Box–Muller transform in double precision, with cuRAND's factors in single precision.
    private static func normal(_ length: UInt32, _ angle: UInt32) -> Float {
        let (unit, turn) = (Double(Float(0x1p-32)), Double(Float(0x1p-32 * 6.2831855)))
        let radius = (-2 * log(Double(length) * unit + unit / 2)).squareRoot()
        return Float(radius * sin(Double(angle) * turn + turn / 2))
    }
}
