import Detectors
import Diffusion
import TestSupport
import Testing

/// What OpenCV and controlnet_aux made of small pictures (`Tests/Peers/make_detector_fixtures.py`).
struct DetectorFixtures {
    private let manifest: FixtureValue

    init() throws { manifest = try Fixtures.manifest("detectors") }

    func cases(_ group: String) throws -> [FixtureValue] {
        let cases = try #require(manifest["cases"][group].array)
        #expect(!cases.isEmpty)
        return cases
    }

    func strokes(_ group: String) throws -> [[Int]] { try #require(manifest["strokes"][group].array).map { try #require($0.ints) } }

    func file(_ name: String) throws -> ImageFile { try ImageFile(path: try #require(Fixtures.file("detectors", name))) }

    /// The picture that a case begins with, and its name.
    func picture(of fixture: FixtureValue) throws -> Bitmap { try file(try #require(fixture["picture"].string) + ".png").bitmap }

    /// The picture that a case must end with.
    func result(of fixture: FixtureValue) throws -> Bitmap { try file(try #require(fixture["result"].string)).bitmap }
}

extension Bitmap {
    /// The largest difference of a byte, of 255.
    func largestDifference(from other: Bitmap) -> Int { zip(pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0 }

    /// The share of pixels that differ by more than `limit` in a byte.
    func shareDiffering(from other: Bitmap, byMoreThan limit: Int = 0) -> Double {
        let count = stride(from: 0, to: pixels.count, by: 3).count { place in
            (0..<3).contains { abs(Int(pixels[place + $0]) - Int(other.pixels[place + $0])) > limit }
        }
        return Double(count) / Double(width * height)
    }

    /// How many pixels are of a colour.
    func count(of colour: RGB) -> Int {
        (0..<height).reduce(0) { sum, y in sum + (0..<width).count { self[$0, y] == colour } }
    }
}
