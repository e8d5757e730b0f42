import Measures
import TestSupport
import Testing

@Suite struct FidelityTests {
    private let east = Embedding([2, 0])
    private let north = Embedding([0, 3])
    private let between = Embedding([1, 1])

    @Test func similarityIsTheMeanOverAllPairs() throws {
        let value = try Fidelity.similarity([east, north], to: [east, between])
        #expect(abs(value - (1 + 0 + 2 * 0.5.squareRoot()) / 4) < 1e-7)
    }

    @Test func diversityIsTheMeanDistanceOfDifferentPictures() throws {
        #expect(abs(try Fidelity.diversity([east, east, north]) - 2.0 / 3) < 1e-7)
        #expect(abs(try Fidelity.diversity([east, east])) < 1e-7)
    }

    @Test func averagesOverNothingAreRefused() {
        #expect(throws: MeasuresError.tooFewPictures(what: "Diversity", needed: 2, found: 1)) { try Fidelity.diversity([east]) }
        #expect(throws: MeasuresError.self) { try Fidelity.similarity([], to: [east]) }
    }

    @Test func aVectorOfZerosHasNoDirection() { #expect(Embedding([0, 0]).cosine(with: east) == 0) }
}
