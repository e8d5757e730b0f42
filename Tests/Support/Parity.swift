/// What a comparison with another library's numbers belongs to: a row of `docs/parity.md`.
package struct Parity: Hashable, Sendable {
    /// The fixture group, or what stands in its place.
    package let group: String
    /// What was computed.
    package let family: String

    package init(_ group: String, _ family: String) {
        self.group = group
        self.family = family
    }
}

/// A measured error and the largest that is allowed.
package struct ParityError: Equatable, Sendable {
    package let error: Double
    package let tolerance: Double
    /// The case that it was measured in.
    package let place: String

    package init(error: Double, tolerance: Double, place: String) {
        self.error = error
        self.tolerance = tolerance
        self.place = place
    }

    /// How much of what is allowed is used up: more than 1 is too much.
    package var share: Double { error == 0 ? 0 : error.isNaN ? .infinity : error / max(tolerance, .leastNonzeroMagnitude) }

    /// The worse of two; of equal ones the first by name, so that the order of the tests decides nothing.
    func worse(of other: ParityError) -> ParityError {
        if share != other.share { return share > other.share ? self : other }
        if error != other.error { return error > other.error ? self : other }
        if tolerance != other.tolerance { return tolerance < other.tolerance ? self : other }
        return place <= other.place ? self : other
    }
}
