/// How a plane of bytes changes in each pixel, in whole numbers.
struct Gradient {
    private(set) var x: Plane<Float>
    private(set) var y: Plane<Float>
    /// The length as `Canny.Norm` has it; with `.l2` its square.
    private(set) var strength: Plane<Int32>

    init(of plane: Plane<Float>, _ kernel: SobelKernel, _ norm: Canny.Norm, check: () throws -> Void) throws {
        (x, y) = try plane.derivatives(kernel, border: .replicated, check: check)
        strength = x.combined(with: y) {
            let (x, y) = (Int32($0), Int32($1))
            return norm == .l1 ? abs(x) + abs(y) : x * x + y * y
        }
    }

    /// Takes the other's gradient where that is stronger.
    mutating func keepStronger(_ other: Gradient) {
        for place in strength.values.indices where other.strength.values[place] > strength.values[place] {
            strength.values[place] = other.strength.values[place]
            x.values[place] = other.x.values[place]
            y.values[place] = other.y.values[place]
        }
    }
}
