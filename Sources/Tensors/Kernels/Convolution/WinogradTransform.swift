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
enum WinogradF4: WinogradTransform {
    static var outputs: Int { 4 }
    static var points: Int { 6 }

    @inline(__always)
    static func input(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (d0, d1, d2, d3, d4, d5) = (load(0), load(1), load(2), load(3), load(4), load(5))
        let (even, odd) = (d4.plusProduct(d2, Vector(repeating: -4)), d3.plusProduct(d1, Vector(repeating: -4)))
        let (near, far) = (d4 - d2, d3 - d1)
        store(0, d4.plusProduct(d2, Vector(repeating: -5)).plusProduct(d0, Vector(repeating: 4)))
        store(1, even + odd)
        store(2, even - odd)
        store(3, near.plusProduct(far, Vector(repeating: 2)))
        store(4, near.plusProduct(far, Vector(repeating: -2)))
        store(5, d5.plusProduct(d3, Vector(repeating: -5)).plusProduct(d1, Vector(repeating: 4)))
    }

    @inline(__always)
    static func weight(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (g0, g1, g2) = (load(0), load(1), load(2))
        let outer = (g0 + g2) * (-1 / 6)
        let far = (g0 * (1 / 24)).plusProduct(g2, Vector(repeating: 1 / 6))
        store(0, g0 * 0.25)
        store(1, outer.plusProduct(g1, Vector(repeating: -1 / 6)))
        store(2, outer.plusProduct(g1, Vector(repeating: 1 / 6)))
        store(3, far.plusProduct(g1, Vector(repeating: 1 / 12)))
        store(4, far.plusProduct(g1, Vector(repeating: -1 / 12)))
        store(5, g2)
    }

    @inline(__always)
    static func output(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (m1, m2, m3, m4) = (load(1), load(2), load(3), load(4))
        let (near, nearOdd, far, farOdd) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4)
        store(0, load(0) + near + far)
        store(1, nearOdd.plusProduct(farOdd, Vector(repeating: 2)))
        store(2, near.plusProduct(far, Vector(repeating: 4)))
        store(3, nearOdd.plusProduct(farOdd, Vector(repeating: 8)) + load(5))
    }

    @inline(__always)
    static func outputGradient(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        let (y0, y1, y2, y3) = (load(0), load(1), load(2), load(3))
        let (even, odd) = (y0 + y2, y1 + y3)
        let (farEven, farOdd) = (y0.plusProduct(y2, Vector(repeating: 4)), (y1 * 2).plusProduct(y3, Vector(repeating: 8)))
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
        let (near, far) = ((m1 + m2) * (-1 / 6), m3 + m4)
        store(0, near.plusProduct(load(0), Vector(repeating: 0.25)).plusProduct(far, Vector(repeating: 1 / 24)))
        store(1, ((m2 - m1) * (1 / 6)).plusProduct(m3 - m4, Vector(repeating: 1 / 12)))
        store(2, near.plusProduct(far, Vector(repeating: 1 / 6)) + load(5))
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
