package import Tensors
package import Testing

/// Expects every |actual - expected| ≤ absolute + relative · |expected|; a failure names the worst element and both values.
///
/// - Parameter parity: the row of the parity table that the worst element is recorded in.
package func expectClose(
    _ actual: [Double], _ expected: [Double], absolute: Double = 0, relative: Double = 0, _ what: @autoclosure () -> String = "",
    parity: Parity? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record("\(what()): \(actual.count) values where \(expected.count) are expected", sourceLocation: sourceLocation)
        return
    }
    var worst = (index: -1, share: -1.0, error: 0.0, allowed: absolute)
    for index in actual.indices {
        if actual[index].isNaN, expected[index].isNaN { continue }
        let allowed = absolute + relative * abs(expected[index])
        let error = actual[index] == expected[index] ? 0 : abs(actual[index] - expected[index])
        let share = error == 0 ? 0 : error.isNaN ? .infinity : error / max(allowed, .leastNonzeroMagnitude)
        if share > worst.share { worst = (index, share, error, allowed) }
    }
    if let parity { ParityRecorder.record(ParityError(error: worst.error, tolerance: worst.allowed, place: what()), parity) }
    guard worst.share > 1 else { return }
    let (a, e) = (actual[worst.index], expected[worst.index])
    Issue.record(
        "\(what()): worst at \(worst.index) of \(actual.count): \(a), expected \(e), off by \(worst.error), \(worst.share) times the tolerance",
        sourceLocation: sourceLocation)
}

/// Expects every |actual - expected| ≤ absolute + relative · |expected|; a failure names the worst element and both values.
package func expectClose(
    _ actual: [Float], _ expected: [Float], absolute: Float = 0, relative: Float = 0, _ what: @autoclosure () -> String = "",
    parity: Parity? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(
        actual.map { Double($0) }, expected.map { Double($0) }, absolute: Double(absolute), relative: Double(relative), what(),
        parity: parity, sourceLocation: sourceLocation)
}

/// Expects the shape and the values of a tensor.
package func expectClose(
    _ actual: Tensor, _ expected: [Float], shape: [Int]? = nil, absolute: Float = 0, relative: Float = 0,
    _ what: @autoclosure () -> String = "", parity: Parity? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(actual.shape == shape ?? actual.shape, "\(what())", sourceLocation: sourceLocation)
    expectClose(actual.scalars, expected, absolute: absolute, relative: relative, what(), parity: parity, sourceLocation: sourceLocation)
}

/// ‖actual - expected‖ / ‖expected‖ over all elements together.
package func relativeError(_ actual: [Float], _ expected: [Float]) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for (a, e) in zip(actual, expected) {
        difference += (Double(a) - Double(e)) * (Double(a) - Double(e))
        norm += Double(e) * Double(e)
    }
    return actual.count == expected.count ? (difference / max(norm, .leastNonzeroMagnitude)).squareRoot() : .infinity
}
