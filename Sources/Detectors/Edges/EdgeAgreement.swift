public import Diffusion

/// How well the edges of a picture lie where a control has them: whether a drawing follows what it was steered by.
///
/// Source: van Rijsbergen 1979, "Information Retrieval", chapter 7, for F1; Martin, Fowlkes and Malik 2004, "Learning to Detect Natural Image Boundaries",
/// for counting edges as found where they are a few pixels away.
public struct EdgeAgreement: Equatable, Sendable {
    /// The share of the picture's edge pixels that have one of the control nearby; 0 where the picture has none.
    public let precision: Double
    /// The share of the control's edge pixels that have one of the picture nearby; 0 where the control has none.
    public let recall: Double

    /// The harmonic mean of both: 1 where all edges agree, 0 where none does.
    public var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }

    /// - Parameters:
    ///   - edges: white on black, such as ``Canny`` finds them.
    ///   - control: the same, of the same size.
    ///   - distance: how far apart edges may be, in pixels.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)`` for pictures of different sizes.
    public init(of edges: Bitmap, with control: Bitmap, within distance: Int = 2) throws {
        guard (edges.width, edges.height) == (control.width, control.height) else {
            throw DetectorError.invalidArgument(
                name: "with", expected: "\(edges.width)×\(edges.height), as the picture is", found: "\(control.width)×\(control.height)")
        }
        guard (0...64).contains(distance) else { throw DetectorError.invalidArgument(name: "within", expected: "from 0 to 64 pixels", found: "\(distance)") }
        let (own, other) = (edges.gray.map { $0 > 127 }, control.gray.map { $0 > 127 })
        precision = Self.share(of: own, near: other, within: distance)
        recall = Self.share(of: other, near: own, within: distance)
    }

    private static func share(of pixels: Plane<Bool>, near others: Plane<Bool>, within distance: Int) -> Double {
        let near = others.spread(by: distance)
        let count = pixels.values.count { $0 }
        let hits = zip(pixels.values, near.values).count { $0 && $1 }
        return count > 0 ? Double(hits) / Double(count) : 0
    }
}

extension Plane<Bool> {
    /// All pixels that are no farther from a true one, as the crow flies.
    fileprivate func spread(by distance: Int) -> Plane<Bool> {
        var result = Plane(width, height, filledWith: false)
        let reach = -distance...distance
        let square = reach.flatMap { y in reach.map { x -> (x: Int, y: Int) in (x, y) } }
        let offsets = square.filter { $0.x * $0.x + $0.y * $0.y <= distance * distance }
        for y in 0..<height {
            for x in 0..<width where values[y * width + x] {
                for offset in offsets {
                    let (column, row) = (x + offset.x, y + offset.y)
                    if column >= 0, column < width, row >= 0, row < height { result.values[row * width + column] = true }
                }
            }
        }
        return result
    }
}
