public import Diffusion

/// Canny's edges, white on black: ridges of the gradient that are strong, or hang together with strong ones.
///
/// Source: Canny 1986, "A Computational Approach to Edge Detection"; to the last bit as OpenCV's `Canny`.
public struct Canny: Detector {
    /// The length of a gradient.
    public enum Norm: String, Sendable, CaseIterable {
        /// |x| + |y|.
        case l1
        /// √(x² + y²).
        case l2
    }

    public let kind = ControlKind.canny
    private let low: Double
    private let high: Double
    private let aperture: Int
    private let norm: Norm
    private let isGray: Bool

    /// - Parameters:
    ///   - low: from this gradient on, a ridge that touches an edge belongs to it.
    ///   - high: above this gradient, a ridge is an edge.
    ///   - aperture: pixels that a derivative looks at, 3 or 5. With 5, gradients are twelve times as large.
    ///   - grayscale: whether brightness alone counts; otherwise, in each pixel, the channel that changes most.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(low: Double = 100, high: Double = 200, aperture: Int = 3, norm: Norm = .l1, grayscale: Bool = false) throws {
        guard low.isFinite, low >= 0 else { throw DetectorError.invalidArgument(name: "low", expected: "a number from 0", found: "\(low)") }
        guard high.isFinite, high >= low else {
            throw DetectorError.invalidArgument(name: "high", expected: "a number from low (\(low))", found: "\(high)")
        }
        guard aperture == 3 || aperture == 5 else {
            throw DetectorError.invalidArgument(name: "aperture", expected: "3 or 5", found: "\(aperture)")
        }
        (self.low, self.high, self.aperture, self.norm, isGray) = (low, high, aperture, norm, grayscale)
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap { try edges(of: picture, check: check).bitmap }

    /// 255 on edges, 0 elsewhere.
    package func edges(of picture: Bitmap, check: () throws -> Void) throws -> Plane<UInt8> {
        let gradient = try self.gradient(of: picture, check: check)
        var ridges = try RidgeMap(gradient, low: bound(low), high: bound(high), check: check)
        try ridges.follow(check: check)
        return ridges.edges
    }

    private func gradient(of picture: Bitmap, check: () throws -> Void) throws -> Gradient {
        let planes = isGray ? [picture.gray] : picture.channels
        let kernel = aperture == 3 ? SobelKernel.three : .five
        var strongest = try Gradient(of: planes[0], kernel, norm, check: check)
        for plane in planes.dropFirst() { strongest.keepStronger(try Gradient(of: plane, kernel, norm, check: check)) }
        return strongest
    }

    /// A threshold in the numbers that gradients are compared by.
    private func bound(_ threshold: Double) -> Int32 {
        let cut = min(threshold, 32767)
        return Int32((norm == .l1 ? cut : cut * cut).rounded(.down))
    }
}
