extension LearningRateSchedule {
    /// A piecewise constant schedule from its notation: `1:10,0.1:20,0.01` is the base rate up to step 10, a tenth of it up to
    /// step 20, a hundredth from there on.
    ///
    /// Throws: ``NeuralNetworksError/invalidArgument(name:expected:found:)``.
    public init(rules: String) throws {
        let error = NeuralNetworksError.invalidArgument(
            name: "rules", expected: "factors with the steps they end at, such as 1:10,0.1:20,0.01", found: "'\(rules)'")
        let parts = rules.split(separator: ",", omittingEmptySubsequences: false)
        var pieces: [Piece] = []
        for (index, part) in parts.enumerated() {
            let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
            let isLast = index == parts.count - 1
            guard numbers.count == (isLast ? 1 : 2), let factor = Double(numbers[0]), factor.isFinite else { throw error }
            let end = isLast ? nil : Int(numbers[1])
            guard isLast || end != nil else { throw error }
            pieces.append(Piece(factor: factor, end: end))
        }
        pieces.sort { $0.end ?? .max < $1.end ?? .max }
        self.init(.piecewiseConstant, pieces: pieces)
    }
}
