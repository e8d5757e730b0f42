/// Elements in bfloat16, float32 without its lower half: half of the memory, to be kept and widened where they are used.
final class NarrowStorage: @unchecked Sendable {
    let count: Int
    /// Two elements lie where a float32 would.
    private let memory: Storage

    private typealias Halves = UnsafeMutablePointer<UInt16>

    /// Rounds to the nearest, ties to even.
    init(rounding source: Storage) {
        count = source.count
        memory = Storage(count: (count + 1) / 2)
        withHalves { halves in
            Parallelism.ranges(count, grain: Parallelism.grain) { range in
                for index in range { halves[index] = Self.rounded(source.base[index].bitPattern) }
            }
        }
    }

    /// Elements of which bfloat16 holds every bit; nil for others.
    init?(exactly source: Storage) {
        for index in 0..<source.count where source.base[index].bitPattern & 0xFFFF != 0 { return nil }
        count = source.count
        memory = Storage(count: (count + 1) / 2)
        withHalves { halves in
            for index in 0..<count { halves[index] = UInt16(source.base[index].bitPattern >> 16) }
        }
    }

    func widen(into target: Pointer) {
        withHalves { halves in
            Parallelism.ranges(count, grain: Parallelism.grain) { range in
                for index in range { target[index] = Float(bitPattern: UInt32(halves[index]) << 16) }
            }
        }
    }

    @inline(__always)
    private static func rounded(_ bits: UInt32) -> UInt16 {
        // Adding half could carry a quiet number that is none into the sign.
        let isNumber = bits & 0x7FFF_FFFF <= 0x7F80_0000
        return UInt16(truncatingIfNeeded: (isNumber ? bits &+ 0x7FFF &+ (bits >> 16 & 1) : bits | 0x40_0000) >> 16)
    }

    private func withHalves(_ body: (Halves) -> Void) {
        withExtendedLifetime(memory) { memory.base.withMemoryRebound(to: UInt16.self, capacity: 2 * ((count + 1) / 2), body) }
    }
}
