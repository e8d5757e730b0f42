import Detectors
import Diffusion
import Testing

/// Whether edges lie where a control has them.
@Suite struct EdgeAgreementTests {
    /// A vertical line at a column, from the top to a row.
    private func line(at column: Int, rows: Int = 20, _ width: Int = 21, _ height: Int = 20) throws -> Bitmap {
        try Bitmap(
            width: width, height: height,
            pixels: (0..<(width * height)).flatMap { pixel in [UInt8](repeating: pixel % width == column && pixel / width < rows ? 255 : 0, count: 3) })
    }

    @Test(arguments: [(0, 1.0), (1, 1.0), (2, 1.0), (3, 0.0)]) func edgesMayBeTwoPixelsAway(_ shift: Int, _ expected: Double) throws {
        let agreement = try EdgeAgreement(of: line(at: 10 + shift), with: line(at: 10))
        #expect(agreement.f1 == expected && agreement.precision == expected && agreement.recall == expected)
    }

    /// Of a line of 20 pixels the first 5 are found, and the two below them are near enough; what is drawn is right.
    @Test func bothSidesCount() throws {
        let agreement = try EdgeAgreement(of: line(at: 10, rows: 5), with: line(at: 10))
        #expect(agreement.precision == 1 && agreement.recall == 7.0 / 20)
        #expect(abs(agreement.f1 - 2 * 0.35 / 1.35) < 1e-12)
        let other = try EdgeAgreement(of: line(at: 10), with: line(at: 10, rows: 5))
        #expect(other.precision == agreement.recall && other.recall == agreement.precision)
    }

    /// Distance is as the crow flies: two to the side and two down are too far.
    @Test func cornersAreFarther() throws {
        func dot(_ x: Int, _ y: Int) throws -> Bitmap {
            try Bitmap(width: 9, height: 9, pixels: (0..<81).flatMap { [UInt8](repeating: $0 == y * 9 + x ? 255 : 0, count: 3) })
        }
        #expect(try EdgeAgreement(of: dot(4, 4), with: dot(5, 5)).f1 == 1)
        #expect(try EdgeAgreement(of: dot(4, 4), with: dot(6, 6)).f1 == 0)
        #expect(try EdgeAgreement(of: dot(4, 4), with: dot(6, 6), within: 3).f1 == 1)
    }

    @Test func emptyPicturesAgreeWithNothing() throws {
        let (empty, full) = (try Bitmap(width: 21, height: 20), try line(at: 3))
        #expect(try EdgeAgreement(of: empty, with: full).f1 == 0 && EdgeAgreement(of: full, with: empty).f1 == 0)
        #expect(throws: DetectorError.self) { try EdgeAgreement(of: full, with: Bitmap(width: 20, height: 20)) }
        #expect(throws: DetectorError.self) { try EdgeAgreement(of: full, with: full, within: 65) }
    }
}
