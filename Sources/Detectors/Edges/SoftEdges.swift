public import Diffusion

/// Edges in shades of grey: how strong the gradient is, on average over three scales, in the channel that changes most. It stands in for HED, which is a network.
///
/// In the middle of a long straight edge the value is the edge's height over `contrast`, whatever the scale.
/// Source: Lindeberg 1998, "Edge Detection and Ridge Detection with Automatic Scale Selection": gradients of a smoothed picture times the scale.
public struct SoftEdges: Detector {
    public let kind = ControlKind.softEdge
    private let contrast: Double

    /// The sigmas of the three scales, in pixels.
    private static let scales = [1.0, 2.0, 4.0]

    /// - Parameter contrast: the height of an edge that becomes white, of 255.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(contrast: Double = 96) throws {
        guard contrast.isFinite, contrast >= 1, contrast <= 255 else {
            throw DetectorError.invalidArgument(name: "contrast", expected: "between 1 and 255", found: "\(contrast)")
        }
        self.contrast = contrast
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap { try edges(of: picture, check: check).bitmap }

    /// 0…255.
    func edges(of picture: Bitmap, check: () throws -> Void) throws -> Plane<UInt8> {
        var strongest = Plane<Float>(picture.width, picture.height, filledWith: 0)
        for channel in picture.channels { strongest = strongest.combined(with: try strength(of: channel, check: check), max) }
        return strongest.truncated
    }

    private func strength(of channel: Plane<Float>, check: () throws -> Void) throws -> Plane<Float> {
        var sum = Plane<Float>(channel.width, channel.height, filledWith: 0)
        for sigma in Self.scales {
            let smooth = try channel.blurred(sigma, check: check)
            let (x, y) = try smooth.derivatives(.central, border: .reflected, check: check)
            let weight = Float(sigma * (2 * Double.pi).squareRoot() / Double(Self.scales.count) * 255 / contrast)
            sum = sum.combined(with: x.combined(with: y) { ($0 * $0 + $1 * $1).squareRoot() * weight }, +)
        }
        return sum
    }
}

extension SobelKernel {
    /// Half the difference of the neighbours.
    fileprivate static let central = SobelKernel(derivative: [-0.5, 0, 0.5], smoothing: [1])
}
