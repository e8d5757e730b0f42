// Elementary functions of eight numbers at once, within a few units in the last place of the exact values.
// Source: S. Moshier, Cephes Mathematical Library (single precision) for the range reductions and the polynomials of exp, log and tanh.

typealias IntegerVector = SIMD8<Int32>

extension SIMD8<Float> {
    /// self + x · y, the product rounded. (`addingProduct` fuses, but lane by lane: where the optimiser doesn't find the one instruction for
    /// that, or the processor has none, it is many times slower.)
    @inline(__always)
    func plusProduct(_ x: Self, _ y: Self) -> Self { self + x * y }

    /// The same with one number for all eight.
    @inline(__always)
    func plusProduct(_ x: Self, _ y: Float) -> Self { self + x * y }
}

/// Evaluates a polynomial, coefficients from the highest power down.
@inline(__always)
func polynomial(_ x: Vector, _ a: Float, _ b: Float, _ c: Float, _ d: Float, _ e: Float) -> Vector {
    var y = Vector(repeating: b).plusProduct(x, Vector(repeating: a))
    y = Vector(repeating: c).plusProduct(x, y)
    y = Vector(repeating: d).plusProduct(x, y)
    return Vector(repeating: e).plusProduct(x, y)
}

@inline(__always)
func bits(_ x: Vector) -> IntegerVector { unsafeBitCast(x, to: IntegerVector.self) }

@inline(__always)
func vector(bits: IntegerVector) -> Vector { unsafeBitCast(bits, to: Vector.self) }

/// 2ⁿ for -126 ≤ n ≤ 127.
@inline(__always)
private func powerOfTwo(_ n: IntegerVector) -> Vector { vector(bits: (n &+ 127) &<< 23) }

@inline(__always)
func exponential(_ argument: Vector) -> Vector {
    // Beyond these bounds the result is zero or infinite anyway. NaN fails both comparisons and stays.
    var x = argument.replacing(with: 89, where: argument .> 89)
    x = x.replacing(with: -104, where: argument .< -104)
    // Adding 1.5·2²³ rounds to an integer, which is then in the low bits.
    let magic = Vector(repeating: 12_582_912)
    let shifted = magic.plusProduct(x, Vector(repeating: 1.442_695_04))
    let n = shifted - magic
    var r = x.plusProduct(n, Vector(repeating: -0.693_359_375))
    r = r.plusProduct(n, Vector(repeating: 2.121_944_4e-4))
    var p = polynomial(r, 1.987_569_15e-4, 1.398_199_95e-3, 8.333_451_9e-3, 4.166_579_6e-2, 1.666_666_55e-1)
    p = Vector(repeating: 0.5).plusProduct(r, p)
    let y = (r + 1).plusProduct(r * r, p)
    // In two steps, since 2ⁿ alone may be out of range where the result isn't.
    let exponent = bits(shifted) &- bits(magic)
    let half = exponent &>> 1
    return y * powerOfTwo(half) * powerOfTwo(exponent &- half)
}

@inline(__always)
func naturalLogarithm(_ argument: Vector) -> Vector {
    let isTiny = argument .< Float.leastNormalMagnitude
    let x = argument.replacing(with: argument * 8_388_608, where: isTiny)
    // Mantissa in [√½, √2) and exponent.
    let offset = bits(x) &- 0x3f35_04f3
    let exponent = offset &>> 23
    let m = vector(bits: (offset & 0x007f_ffff) &+ 0x3f35_04f3) - 1
    let magic = Vector(repeating: 12_582_912)
    var e = vector(bits: bits(magic) &+ exponent) - magic
    e = e.replacing(with: e - 23, where: isTiny)
    let z = m * m
    var y = polynomial(m, 7.037_683_6e-2, -1.151_461_03e-1, 1.167_699_87e-1, -1.242_014_08e-1, 1.424_932_28e-1)
    y = polynomial(m, y, -1.666_805_77e-1, 2.000_071_48e-1, -2.499_999_4e-1, 3.333_333_1e-1)
    y = y * m * z
    y = y.plusProduct(e, Vector(repeating: -2.121_944_4e-4))
    y = y.plusProduct(z, Vector(repeating: -0.5))
    var result = (m + y).plusProduct(e, Vector(repeating: 0.693_359_375))
    result = result.replacing(with: argument, where: argument .== .infinity)
    result = result.replacing(with: -.infinity, where: argument .== 0)
    return result.replacing(with: .nan, where: .!(argument .>= 0))
}

@inline(__always)
private func polynomial(_ x: Vector, _ a: Vector, _ b: Float, _ c: Float, _ d: Float, _ e: Float) -> Vector {
    var y = Vector(repeating: b).plusProduct(x, a)
    y = Vector(repeating: c).plusProduct(x, y)
    y = Vector(repeating: d).plusProduct(x, y)
    return Vector(repeating: e).plusProduct(x, y)
}

@inline(__always)
func magnitude(_ x: Vector) -> Vector { vector(bits: bits(x) & 0x7fff_ffff) }

/// The magnitude of one with the sign of the other.
@inline(__always)
private func withSign(of sign: Vector, _ magnitude: Vector) -> Vector {
    vector(bits: (bits(sign) & IntegerVector(repeating: .min)) | bits(magnitude))
}

@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
    let t = magnitude(x)
    let z = x * x
    let small = polynomial(z, -5.704_988_727e-3, 2.063_908_88e-2, -5.373_971_556e-2, 1.333_144_22e-1, -3.333_328_194e-1)
    let nearZero = x.plusProduct(x * z, small)
    let far = 1 - 2 / (exponential(t + t) + 1)
    return withSign(of: x, far).replacing(with: nearZero, where: t .< 0.625)
}

/// Source: N. Juffa's single-precision error function (two polynomials, split at 475/512).
@inline(__always)
func errorFunction(_ x: Vector) -> Vector {
    let t = magnitude(x)
    let s = x * x
    var far = Vector(repeating: 3.831_971_26e-4).plusProduct(t, Vector(repeating: -1.728_534_7e-5))
    let lower = Vector(repeating: 2.425_462_19e-2).plusProduct(t, Vector(repeating: -3.883_964_38e-3))
    far = lower.plusProduct(far, s)
    far = Vector(repeating: -1.067_778_77e-1).plusProduct(far, t)
    far = Vector(repeating: -6.348_466_87e-1).plusProduct(far, t)
    far = Vector(repeating: -1.287_175_12e-1).plusProduct(far, t)
    far = (-t).plusProduct(far, t)
    far = withSign(of: x, 1 - exponential(far))
    var near = polynomial(s, -5.967_617_03e-4, 4.991_194_23e-3, -2.676_813_49e-2, 1.128_199_25e-1, -3.761_253_36e-1)
    near = Vector(repeating: 1.283_791_66e-1).plusProduct(near, s)
    near = x.plusProduct(near, x)
    return near.replacing(with: far, where: t .> 0.927_734_375)
}

/// σ(x) = 1 / (1 + e⁻ˣ)
@inline(__always)
func logistic(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }
