import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Angles of directions.
enum Angle {
    /// From the right downwards, −180…180.
    static func degrees(y: Double, x: Double) -> Double { atan2(y, x) * 180 / .pi }
}
