/// The 256 values that eight bits stand for: small ones close together, as moments of gradients are.
///
/// Each decade from 10⁻⁶ to 1 has twice as many values as the one below it, evenly spaced.
///
/// Source: Dettmers et al. 2022, section 2.2 (dynamic tree quantization), in the values of bitsandbytes' `create_dynamic_map`.
public final class CodeMap: Sendable {
    /// For numbers of either sign: means of gradients.
    public static let signed = CodeMap(isSigned: true)
    /// For numbers that are not negative: means of squares.
    public static let unsigned = CodeMap(isSigned: false)

    /// In ascending order.
    public let values: [Float]
    /// Between neighbours: a number at or below the first limit has code 0.
    private let limits: [Float]
    /// A code that is not above the right one, for numbers that begin with these bits.
    private let startsAbove: [UInt8]
    private let startsBelow: [UInt8]
    let zero: UInt8

    private static let decades = 7
    /// Mantissa bits that a start is looked up by, and the smallest exponent: below it everything is nearest to 0.
    private static let bits: UInt32 = 5
    private static let lowest: UInt32 = 127 - 24

    private init(isSigned: Bool) {
        var values: [Float] = [0, 1]
        for decade in 0..<Self.decades {
            let count = 1 << (decade + (isSigned ? 0 : 1))
            let edges = (0...count).map { Float(0.1 + 0.9 * Double($0) / Double(count)) }
            let power = Self.power(decade - Self.decades + 1)
            for index in 0..<count {
                let value = Float(power * Double((edges[index] + edges[index + 1]) / 2))
                values += isSigned ? [value, -value] : [value]
            }
        }
        values.sort()
        let limits = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
        func code(_ number: Float) -> UInt8 { UInt8(limits.count { $0 < number }) }
        let places = Int((127 - Self.lowest) << Self.bits)
        func edge(_ place: Int) -> Float { place == 0 ? 0 : Float(bitPattern: (UInt32(place) + (Self.lowest << Self.bits)) << (23 - Self.bits)) }
        (self.values, self.limits) = (values, limits)
        startsAbove = (0...places).map { code(edge($0)) }
        startsBelow = (0...places).map { code(-edge($0 + 1)) }
        zero = code(0)
    }

    private static func power(_ exponent: Int) -> Double { exponent < 0 ? 1 / (0..<(-exponent)).reduce(1) { power, _ in power * 10 } : 1 }

    /// The code of the value nearest to a number from -1 to 1; the lower of two that are equally near.
    func code(of number: Float) -> UInt8 { withTables { $0.code(of: number) } }

    /// The tables without the checks of arrays, which take longer than looking a number up.
    private struct Tables {
        let values: UnsafePointer<Float>
        let limits: UnsafePointer<Float>
        let startsAbove: UnsafePointer<UInt8>
        let startsBelow: UnsafePointer<UInt8>
        let lastStart: Int

        @inline(__always)
        func code(of number: Float) -> UInt8 {
            let place = Int(max((number.magnitude.bitPattern >> (23 - CodeMap.bits)), CodeMap.lowest << CodeMap.bits) - (CodeMap.lowest << CodeMap.bits))
            var code = Int((number < 0 ? startsBelow : startsAbove)[min(place, lastStart)])
            while code < 255, limits[code] < number { code &+= 1 }
            return UInt8(truncatingIfNeeded: code)
        }
    }

    @inline(__always)
    private func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        values.withUnsafeBufferPointer { values in
            limits.withUnsafeBufferPointer { limits in
                startsAbove.withUnsafeBufferPointer { above in
                    startsBelow.withUnsafeBufferPointer { below in
                        guard let values = values.baseAddress, let limits = limits.baseAddress, let starts = above.baseAddress, let below = below.baseAddress
                        else { preconditionFailure("a map has tables") }
                        return body(Tables(values: values, limits: limits, startsAbove: starts, startsBelow: below, lastStart: above.count - 1))
                    }
                }
            }
        }
    }

    /// Writes the numbers of a block.
    func read(_ codes: UnsafePointer<UInt8>, scale: Float, into target: Pointer, _ count: Int) {
        withTables { tables in for index in 0..<count { target[index] = tables.values[Int(codes[index])] * scale } }
    }

    /// Writes the codes of a block and returns its scale.
    func write(_ source: Pointer, into codes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Float {
        var scale: Float = 0
        for index in 0..<count { scale = max(scale, source[index].magnitude) }
        guard scale > 0 else {
            for index in 0..<count { codes[index] = zero }
            return 0
        }
        let inverse = 1 / scale
        withTables { tables in for index in 0..<count { codes[index] = tables.code(of: min(max(source[index] * inverse, -1), 1)) } }
        return scale
    }
}
