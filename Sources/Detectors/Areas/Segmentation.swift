public import Diffusion

/// Areas of few colours, each in its own: a posterised picture. It stands in for UperNet, which is a network and knows what the areas are.
///
/// Small spots go first (a median filter); then the colours are grouped.
/// Source: what OpenCV composes as `medianBlur` and `kmeans` with given labels.
public struct Segmentation: Detector {
    public let kind = ControlKind.segmentation
    private let colours: Int
    private let smoothing: Int

    /// - Parameters:
    ///   - colours: how many at most, 2…256.
    ///   - smoothing: the side of the median filter's square in pixels, odd, 1…31; 1 leaves small spots.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(colours: Int = 8, smoothing: Int = 5) throws {
        guard 2...256 ~= colours else { throw DetectorError.invalidArgument(name: "colors", expected: "between 2 and 256", found: "\(colours)") }
        guard 1...31 ~= smoothing, smoothing % 2 == 1 else {
            throw DetectorError.invalidArgument(name: "smoothing", expected: "an odd number between 1 and 31", found: "\(smoothing)")
        }
        (self.colours, self.smoothing) = (colours, smoothing)
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap {
        let calm = try smoothing == 1 ? picture : picture.withoutSpots(smoothing, check: check)
        let clusters = try ColourClusters(of: calm, count: colours, check: check)
        let painted = clusters.centers.map { center in (0..<3).map { UInt8(max(0, min(255, center[$0].rounded(.toNearestOrEven)))) } }
        var pixels = calm.pixels
        for place in stride(from: 0, to: pixels.count, by: 3) {
            if place % (3 << 14) == 0 { try check() }
            let colour = painted[clusters.nearest(to: SIMD3(Float(pixels[place]), Float(pixels[place + 1]), Float(pixels[place + 2])))]
            for channel in 0..<3 { pixels[place + channel] = colour[channel] }
        }
        return try Bitmap(width: picture.width, height: picture.height, pixels: pixels)
    }
}

extension Bitmap {
    /// The median filter, channel by channel.
    fileprivate func withoutSpots(_ size: Int, check: () throws -> Void) throws -> Bitmap {
        let planes = try (0..<3).map { channel in
            let values = stride(from: channel, to: pixels.count, by: 3).map { pixels[$0] }
            return try Plane(width, height, values).median(size: size, check: check)
        }
        var result = [UInt8](repeating: 0, count: pixels.count)
        for (channel, plane) in planes.enumerated() {
            for (place, value) in plane.values.enumerated() { result[place * 3 + channel] = value }
        }
        return try Bitmap(width: width, height: height, pixels: result)
    }
}
