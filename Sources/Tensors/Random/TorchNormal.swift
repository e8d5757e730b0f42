import Glibc

/// The Box–Muller transform as PyTorch computes it, rounding for rounding.
enum TorchNormal {
    /// Two numbers from two uniform ones, in double precision.
    static func pair(angle: Double, length: Double) -> (Double, Double) {
        let radius = (-2 * log1p(-length)).squareRoot()
        let theta = 2 * Double.pi * angle
        return (radius * cos(theta), radius * sin(theta))
    }

    /// Sixteen uniform numbers in place: the first eight are lengths, the others angles.
    static func fill(_ values: inout [Double], _ start: Int) {
        for place in start..<start + 8 {
            let radius = (-2 * log(1 - values[place])).squareRoot()
            let theta = 2 * Double.pi * values[place + 8]
            values[place] = radius * cos(theta)
            values[place + 8] = radius * sin(theta)
        }
    }

    static func fill(_ values: inout [Float], _ start: Int, _ mean: Float, _ deviation: Float) {
        var (lengths, angles) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for lane in 0..<8 { (lengths[lane], angles[lane]) = (values[start + lane], values[start + 8 + lane]) }
        let radius = (-2 * logarithm(1 - lengths)).squareRoot()
        let (sine, cosine) = sineAndCosine(Float(2 * Double.pi) * angles)
        let (factor, summand) = (SIMD8<Float>(repeating: deviation), SIMD8<Float>(repeating: mean))
        let (first, second) = (summand.addingProduct(radius * cosine, factor), summand.addingProduct(radius * sine, factor))
        for lane in 0..<8 { (values[start + lane], values[start + 8 + lane]) = (first[lane], second[lane]) }
    }

    /// Evaluates a polynomial by Horner's rule, every step fused, coefficients from the highest power down.
    private static func polynomial(_ x: SIMD8<Float>, _ coefficients: Float...) -> SIMD8<Float> {
        var y = SIMD8<Float>(repeating: coefficients[0])
        for coefficient in coefficients.dropFirst() { y = SIMD8<Float>(repeating: coefficient).addingProduct(y, x) }
        return y
    }

    /// Source: Cephes `logf` as in `ATen/native/cpu/avx_mathfun.h`, with the fusions of its compiled form.
    private static func logarithm(_ argument: SIMD8<Float>) -> SIMD8<Float> {
        let argument = argument.replacing(with: .leastNormalMagnitude, where: argument .< .leastNormalMagnitude)
        let bits = unsafeBitCast(argument, to: SIMD8<Int32>.self)
        var exponent = SIMD8<Float>(bits &>> 23 &- 0x7f) + 1
        var x = unsafeBitCast(bits & 0x007f_ffff | 0x3f00_0000, to: SIMD8<Float>.self)
        let isSmall = x .< 0.707_106_77
        exponent.replace(with: exponent - 1, where: isSmall)
        x = (x - 1).replacing(with: x - 1 + x, where: isSmall)
        let z = x * x
        var y = polynomial(
            x, 7.037_683_629_2e-2, -1.151_461_031_0e-1, 1.167_699_874_0e-1, -1.242_014_084_6e-1, 1.424_932_278_7e-1, -1.666_805_766_5e-1,
            2.000_071_476_5e-1, -2.499_999_399_3e-1, 3.333_333_117_4e-1)
        y = (exponent * -2.121_944_40e-4).addingProduct(y * x, z)
        y = y.addingProduct(z, SIMD8(repeating: -0.5))
        return (x + y).addingProduct(exponent, SIMD8(repeating: 0.693_359_375))
    }

    /// Of angles that aren't negative. Source: Cephes `sinf` and `cosf` as in `ATen/native/cpu/avx_mathfun.h`, with the fusions of its compiled form.
    private static func sineAndCosine(_ angle: SIMD8<Float>) -> (sine: SIMD8<Float>, cosine: SIMD8<Float>) {
        let octant = (SIMD8<Int32>(truncating: angle * 1.273_239_544_735_16) &+ 1) & ~1
        let y = SIMD8<Float>(octant)
        var x = angle.addingProduct(y, SIMD8(repeating: -0.785_156_25))
        x = x.addingProduct(y, SIMD8(repeating: -2.418_756_484_985_351_562_5e-4))
        x = x.addingProduct(y, SIMD8(repeating: -3.774_894_977_445_941_08e-8))
        let z = x * x
        let even = polynomial(z, 2.443_315_711_809_948e-5, -1.388_731_625_493_765e-3, 4.166_664_568_298_827e-2) * z
        let cosine = (-(z * 0.5)).addingProduct(even, z) + 1
        let odd = polynomial(z, -1.951_529_589_1e-4, 8.332_160_873_6e-3, -1.666_665_461_1e-1) * z
        let sine = x.addingProduct(odd, x)
        let isSwapped = (octant & 2) .!= 0
        let sineSign = (octant & 4) &<< 29
        let cosineSign = (~(octant &- 2) & 4) &<< 29
        return (
            sine.replacing(with: cosine, where: isSwapped).flippingSign(by: sineSign),
            cosine.replacing(with: sine, where: isSwapped).flippingSign(by: cosineSign)
        )
    }
}

extension SIMD8<Int32> {
    /// Small numbers, rounded towards zero.
    fileprivate init(truncating values: SIMD8<Float>) {
        self = .zero
        for lane in 0..<8 { self[lane] = Int32(values[lane]) }
    }
}

extension SIMD8<Float> {
    fileprivate func flippingSign(by signs: SIMD8<Int32>) -> SIMD8<Float> {
        unsafeBitCast(unsafeBitCast(self, to: SIMD8<Int32>.self) ^ signs, to: SIMD8<Float>.self)
    }
}
