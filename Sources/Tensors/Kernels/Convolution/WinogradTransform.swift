/// The transforms of one of Winograd's minimal filtering algorithms F(m × m, 3 × 3), one axis at a time.
///
/// Each takes elements from `load`, in order along the axis, and gives every result to `store`.
///
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), sections 4.1 and 4.2.
protocol WinogradTransform {
    /// m: outputs along an axis.
    static var outputs: Int { get }
    /// m + 2: inputs along an axis, and points of the transformed domain.
    static var points: Int { get }

    /// Bᵀ · d
    static func input(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
    /// G · g
    static func weight(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
    /// Aᵀ · m
    static func output(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
    /// A · y
    static func outputGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
    /// Gᵀ · w
    static func weightGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
}

/// F(4 × 4, 3 × 3): a quarter of the products of a direct convolution.
///
/// Interpolates at 0, ±5/8, ±3/2 and infinity instead of the usual 0, ±1, ±2: that halves the rounding (docs/decisions.md), and all powers are exact.
/// With s = 5/8 and l = 3/2, the rows of Bᵀ are the coefficients of Π (x − q) over the other points, those of A the powers of the point, those of G
/// these powers through the same product's value at the point.
enum WinogradF4: WinogradTransform {
    static var outputs: Int { 4 }
    static var points: Int { 6 }

    private static var small: Float { 5 / 8 }
    private static var large: Float { 3 / 2 }
    private static var small2: Float { small * small }
    private static var large2: Float { large * large }
    /// What the powers are divided by at 0, ±s and ±l.
    private static var atZero: Float { small2 * large2 }
    private static var atSmall: Float { 2 * small2 * (small2 - large2) }
    private static var atLarge: Float { 2 * large2 * (large2 - small2) }

    @inline(__always)
    static func input(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (d0, d1, d2, d3, d4, d5) = (load(0), load(1), load(2), load(3), load(4), load(5))
        let (even, odd) = (d4.plusProduct(d2, -large2), d3.plusProduct(d1, -large2) * small)
        let (farEven, farOdd) = (d4.plusProduct(d2, -small2), d3.plusProduct(d1, -small2) * large)
        store(0, d4.plusProduct(d2, -(small2 + large2)).plusProduct(d0, small2 * large2))
        store(1, even + odd)
        store(2, even - odd)
        store(3, farEven + farOdd)
        store(4, farEven - farOdd)
        store(5, d5.plusProduct(d3, -(small2 + large2)).plusProduct(d1, small2 * large2))
    }

    @inline(__always)
    static func weight(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (g0, g1, g2) = (load(0), load(1), load(2))
        let (near, nearOdd) = ((g0 * (1 / atSmall)).plusProduct(g2, small2 / atSmall), g1 * (small / atSmall))
        let (far, farOdd) = ((g0 * (1 / atLarge)).plusProduct(g2, large2 / atLarge), g1 * (large / atLarge))
        store(0, g0 * (1 / atZero))
        store(1, near + nearOdd)
        store(2, near - nearOdd)
        store(3, far + farOdd)
        store(4, far - farOdd)
        store(5, g2)
    }

    @inline(__always)
    static func output(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (m1, m2, m3, m4) = (load(1), load(2), load(3), load(4))
        let (near, nearOdd, far, farOdd) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4)
        store(0, load(0) + near + far)
        store(1, (nearOdd * small).plusProduct(farOdd, large))
        store(2, (near * small2).plusProduct(far, large2))
        store(3, load(5).plusProduct(nearOdd, small * small2).plusProduct(farOdd, large * large2))
    }

    @inline(__always)
    static func outputGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (y0, y1, y2, y3) = (load(0), load(1), load(2), load(3))
        let (even, odd) = (y0.plusProduct(y2, small2), (y1 * small).plusProduct(y3, small * small2))
        let (farEven, farOdd) = (y0.plusProduct(y2, large2), (y1 * large).plusProduct(y3, large * large2))
        store(0, y0)
        store(1, even + odd)
        store(2, even - odd)
        store(3, farEven + farOdd)
        store(4, farEven - farOdd)
        store(5, y3)
    }

    @inline(__always)
    static func weightGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (m1, m2, m3, m4) = (load(1), load(2), load(3), load(4))
        let (near, far) = (m1 + m2, m3 + m4)
        store(0, (load(0) * (1 / atZero)).plusProduct(near, 1 / atSmall).plusProduct(far, 1 / atLarge))
        store(1, ((m1 - m2) * (small / atSmall)).plusProduct(m3 - m4, large / atLarge))
        store(2, load(5).plusProduct(near, small2 / atSmall).plusProduct(far, large2 / atLarge))
    }
}

/// F(2 × 2, 3 × 3): four ninths of the products of a direct convolution, and less rounding than F(4 × 4).
enum WinogradF2: WinogradTransform {
    static var outputs: Int { 2 }
    static var points: Int { 4 }

    @inline(__always)
    static func input(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (d0, d1, d2, d3) = (load(0), load(1), load(2), load(3))
        store(0, d0 - d2)
        store(1, d1 + d2)
        store(2, d2 - d1)
        store(3, d1 - d3)
    }

    @inline(__always)
    static func weight(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (g0, g1, g2) = (load(0), load(1), load(2))
        let outer = (g0 + g2) * 0.5
        store(0, g0)
        store(1, outer.plusProduct(g1, Vector(repeating: 0.5)))
        store(2, outer.plusProduct(g1, Vector(repeating: -0.5)))
        store(3, g2)
    }

    @inline(__always)
    static func output(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (m1, m2) = (load(1), load(2))
        store(0, load(0) + m1 + m2)
        store(1, m1 - m2 - load(3))
    }

    @inline(__always)
    static func outputGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (y0, y1) = (load(0), load(1))
        store(0, y0)
        store(1, y0 + y1)
        store(2, y0 - y1)
        store(3, -y1)
    }

    @inline(__always)
    static func weightGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (m1, m2) = (load(1), load(2))
        let sum = (m1 + m2) * 0.5
        store(0, load(0) + sum)
        store(1, (m1 - m2) * 0.5)
        store(2, sum + load(3))
    }
}
