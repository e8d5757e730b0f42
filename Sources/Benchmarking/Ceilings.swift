import Tensors

/// What the machine did at most in the same run.
public struct Ceilings: Sendable {
    /// Multiplications and additions a second of OpenBLAS's sgemm of 2048³.
    public let productRate: Double
    /// Bytes a second read and written when memory is copied; nil where it was not measured.
    public let copyRate: Double?

    static func productRate() -> Double { MachineCeilings.productRate(repetitions: 5) }
}
