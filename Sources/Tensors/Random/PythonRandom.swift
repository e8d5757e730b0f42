/// Python's `random.Random`, which example training scripts use to choose captions.
///
/// Source: CPython, `Lib/random.py` and `Modules/_randommodule.c`.
public struct PythonRandom: Sendable, Codable, Equatable {
    private var engine: MersenneTwister

    /// A generator as after `random.seed(seed)`.
    public init(seed: UInt64) {
        let words = seed >> 32 == 0 ? [UInt32(seed)] : [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)]
        engine = MersenneTwister(key: words)
    }

    /// A number in [0, 1), as `random()`.
    public mutating func random() -> Double { engine.nextDouble() }

    /// An integer from 0 to bound - 1, as the index that `choice` draws. Traps unless 0 < bound ≤ 2³¹.
    public mutating func randbelow(_ bound: Int) -> Int {
        precondition(bound > 0 && bound <= 1 << 31, "no integers below \(bound) can be drawn")
        let bits = Int.bitWidth - bound.leadingZeroBitCount
        while true {
            let value = Int(engine.next() >> UInt32(32 - bits))
            if value < bound { return value }
        }
    }

    /// One of the elements, as `choice(elements)`. Traps when there are none.
    public mutating func choice<T>(_ elements: [T]) -> T { elements[randbelow(elements.count)] }

    /// Brings the elements into a random order, as `shuffle(elements)`.
    public mutating func shuffle<T>(_ elements: inout [T]) {
        for place in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(place, randbelow(place + 1)) }
    }
}
