public import Diffusion

/// Coarse white strokes on black.
public struct Scribble: Detector {
    /// What the strokes are made of.
    public enum Method: String, Sendable, CaseIterable {
        /// Ridges of soft edges, drawn thick.
        case softEdge
        /// Dark sides of a difference of two blurred pictures.
        case xdog
    }

    public let kind = ControlKind.scribble
    private let method: Method
    private let threshold: Double

    /// - Parameters:
    ///   - threshold: the more, the fewer strokes; of 255.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(method: Method = .softEdge, threshold: Double? = nil) throws {
        let threshold = threshold ?? (method == .softEdge ? 127 : 32)
        guard threshold.isFinite, threshold >= 0, threshold < 255 else {
            throw DetectorError.invalidArgument(name: "threshold", expected: "from 0 and below 255", found: "\(threshold)")
        }
        (self.method, self.threshold) = (method, threshold)
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap {
        switch method {
        case .softEdge: try strokes(along: SoftEdges().edges(of: picture, check: check).map(Float.init), check: check).bitmap
        case .xdog: try darkSides(of: picture, check: check).bitmap
        }
    }

    /// Ridges of the blurred edges, blurred again and cut: strokes about nine pixels wide.
    ///
    /// Source: controlnet_aux, `HEDdetector` with `scribble=True`.
    func strokes(along edges: Plane<Float>, check: () throws -> Void) throws -> Plane<UInt8> {
        let ridges = try edges.blurred(3, check: check).ridges(above: Float(threshold))
        return try ridges.bytesBlurred(3, check: check).map { $0 > 4 ? 255 : 0 }
    }

    /// Where a picture is darker than its surroundings, in any channel.
    ///
    /// Source: the XDoG scribble of the ControlNet extension of web interfaces, after Winnemöller et al. 2012, "XDoG"; without its overflow of bytes.
    private func darkSides(of picture: Bitmap, check: () throws -> Void) throws -> Plane<UInt8> {
        var least = Plane<Float>(picture.width, picture.height, filledWith: .infinity)
        for channel in picture.channels {
            let (fine, coarse) = (try channel.blurred(0.5, check: check), try channel.blurred(5, check: check))
            least = least.combined(with: coarse.combined(with: fine, -), min)
        }
        let differences = least.map { 255 - $0 }.truncated
        return differences.map { 2 * (255 - Double($0)) > threshold ? 255 : 0 }
    }
}

extension Plane<Float> {
    /// 255 where a value is above a limit and as large as its neighbours in at least one of four directions, 0 elsewhere.
    ///
    /// Source: controlnet_aux, `util.nms`.
    fileprivate func ridges(above limit: Float) -> Plane<Float> {
        var result = Plane(width, height, filledWith: 0)
        for y in 0..<height {
            for x in 0..<width where values[y * width + x] > limit && isRidge(x, y) { result.values[y * width + x] = 255 }
        }
        return result
    }

    private func isRidge(_ x: Int, _ y: Int) -> Bool {
        [(1, 0), (0, 1), (1, 1), (1, -1)].contains { dx, dy in isAtLeast(x, y, dx, dy) && isAtLeast(x, y, -dx, -dy) }
    }

    /// Whether a value is as large as a neighbour; beyond the picture's edge there is none.
    private func isAtLeast(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int) -> Bool {
        guard x + dx >= 0, x + dx < width, y + dy >= 0, y + dy < height else { return true }
        return values[y * width + x] >= values[(y + dy) * width + x + dx]
    }
}
