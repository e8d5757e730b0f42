/// A number with so many digits behind its point, the same in every country.
func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    guard let units = Int(exactly: (value * scale).rounded()) else { return "\(value)" }
    let text = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = units < 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? ".\(padded.suffix(digits))" : "")
}
