import TestSupport
import Tensors
import Testing

@Suite struct PhiloxTests {
    /// The known answers of the authors' Random123 library.
    @Test func blocksEqualThePublishedOnes() {
        #expect(PhiloxGenerator.block(counter: .zero, seed: 0) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        let ones = SIMD4<UInt32>(repeating: .max)
        #expect(PhiloxGenerator.block(counter: ones, seed: .max) == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
        let digits: SIMD4<UInt32> = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]
        #expect(PhiloxGenerator.block(counter: digits, seed: 0x299f_31d0_a409_3822) == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
    }

    /// `torch.randn(n, device="cuda")` after `manual_seed(0)` and `manual_seed(42)`, as published.
    @Test func numbersEqualThoseOfAGPU() {
        var zero = PhiloxGenerator(seed: 0)
        expectClose(zero.randn(6), [-0.924663, -0.425344, -2.643846, 0.145184, -0.120867, -0.579726], absolute: 2e-5)
        expectClose(zero.randn(3), [0.180826, -0.552263, 0.923813], absolute: 2e-5, "the second draw")
        var answer = PhiloxGenerator(seed: 42)
        expectClose(answer.randn(3), [0.1940, 2.1614, -0.1721], absolute: 1e-4)
        var wide = PhiloxGenerator(seed: (1 << 40) + 5)
        _ = (wide.randn(1), wide.randn(1))
        expectClose(wide.randn(3), [-0.741614, 1.133820, -0.951133], absolute: 2e-5, "a seed of more than 32 bits, the third draw")
    }

    @Test func aDrawIsALongOnesBeginning() {
        var (short, long) = (PhiloxGenerator(seed: 7), PhiloxGenerator(seed: 7))
        #expect(short.randn(5) == Array(long.randn(1000).prefix(5)))
    }

    @Test func numbersAreNormal() {
        var generator = PhiloxGenerator(seed: 3)
        let values = generator.randn(1 << 16).map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
    }
}
