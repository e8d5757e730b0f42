internal import Glibc

/// Numbers as charts write them, the same in every locale.
package enum ChartNumber {
    /// A number with a fixed count of decimals; for sizes below 10⁹ and at most eight decimals.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        let unit = (0..<decimals).reduce(Int64(1)) { power, _ in power * 10 }
        let scaled = Int64((abs(value) * Double(unit)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % unit)
        return "\(sign)\(scaled / unit).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
    }

    /// A number below 10⁹ with one decimal, left out where it is zero.
    package static func short(_ value: Double) -> String { trimmed(fixed(value, decimals: 1)) }

    /// A number with up to `digits` significant digits (at most 8), zeros at the end left out.
    package static func text(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        guard abs(value) >= 1e-300 else { return "0" }
        let exponent = Int(log10(abs(value)).rounded(.down))
        if exponent >= -4 && exponent < 7 { return trimmed(fixed(value, decimals: min(8, max(0, digits - 1 - exponent)))) }
        var (mantissa, power) = (value / pow(10, Double(exponent)), exponent)
        // What would be rounded to 10 is written as 1 of the next power.
        if abs(mantissa) >= 10 - 0.5 * pow(10, Double(1 - digits)) { (mantissa, power) = (mantissa / 10, power + 1) }
        return trimmed(fixed(mantissa, decimals: max(0, digits - 1))) + "e\(power)"
    }

    /// A tick's label: as many decimals as its step needs, the same for every tick of an axis.
    package static func label(_ value: Double, step: Double, magnitude: Double) -> String {
        let decimals = max(0, Int(-log10(step).rounded(.down)))
        guard magnitude < 1e7, decimals <= 5 else {
            return text(value, digits: min(8, Int(log10(magnitude / step).rounded(.up)) + 2))
        }
        // A step of 0.25 needs one decimal more than one of 0.2.
        let needsMore = abs(step * pow(10, Double(decimals)) - (step * pow(10, Double(decimals))).rounded()) > 1e-6
        return fixed(value, decimals: decimals + (needsMore ? 1 : 0))
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
