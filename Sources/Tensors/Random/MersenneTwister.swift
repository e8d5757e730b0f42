/// The generator MT19937: 32 bits at a time with a period of 2¹⁹⁹³⁷ - 1.
///
/// Source: Matsumoto and Nishimura, "Mersenne Twister" (1998), with the initialisation of 2002.
struct MersenneTwister: Sendable, Codable, Equatable {
    private static let size = 624
    private var state: [UInt32]
    private var index: Int

    init(seed: UInt32) {
        state = [seed]
        state.reserveCapacity(Self.size)
        for place in 1..<Self.size {
            let last = state[place - 1]
            state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(place))
        }
        index = Self.size
    }

    /// Initialises by a key of several words, as Python does.
    init(key: [UInt32]) {
        self.init(seed: 19_650_218)
        var (place, word) = (1, 0)
        for _ in 0..<max(Self.size, key.count) {
            let last = state[place - 1]
            state[place] = (state[place] ^ ((last ^ (last >> 30)) &* 1_664_525)) &+ key[word] &+ UInt32(word)
            advance(&place)
            word = (word + 1) % key.count
        }
        for _ in 1..<Self.size {
            let last = state[place - 1]
            state[place] = (state[place] ^ ((last ^ (last >> 30)) &* 1_566_083_941)) &- UInt32(place)
            advance(&place)
        }
        state[0] = 0x8000_0000
    }

    private mutating func advance(_ place: inout Int) {
        place += 1
        if place == Self.size {
            state[0] = state[Self.size - 1]
            place = 1
        }
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if index >= Self.size { twist() }
        var word = state[index]
        index += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }

    /// The next 64 bits, the upper half first.
    mutating func next64() -> UInt64 {
        let upper = UInt64(next())
        return upper << 32 | UInt64(next())
    }

    /// The next number in [0, 1) with 53 bits, as NumPy and Python make it.
    mutating func nextDouble() -> Double {
        let (upper, lower) = (next() >> 5, next() >> 6)
        return (Double(upper) * 67_108_864 + Double(lower)) / 9_007_199_254_740_992
    }

    private mutating func twist() {
        for place in 0..<Self.size {
            let mixed = (state[place] & 0x8000_0000) | (state[(place + 1) % Self.size] & 0x7fff_ffff)
            state[place] = state[(place + 397) % Self.size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
        }
        index = 0
    }

    private enum CodingKeys: CodingKey { case state, index }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        state = try container.decode([UInt32].self, forKey: .state)
        index = try container.decode(Int.self, forKey: .index)
        guard state.count == Self.size, (0...Self.size).contains(index) else {
            throw DecodingError.dataCorruptedError(
                forKey: .state, in: container,
                debugDescription: "a Mersenne Twister has \(Self.size) words of state and an index among them")
        }
    }
}
