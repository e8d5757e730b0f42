public import Diffusion

/// The directions of surfaces as colours, from a given picture of distances.
///
/// Source: controlnet_aux, `MidasDetector` with `depth_and_normal=True`: derivatives of the depth beside a constant, brought to length one.
public struct SurfaceNormals: Detector {
    /// Which colour stands for which direction.
    public enum Colours: String, Sendable, CaseIterable {
        /// Red is left, green is up, blue is towards the viewer: ScanNet's, which NormalBae and ControlNet 1.1 have.
        case bae
        /// Blue is left, green is up, red is towards the viewer: ControlNet 1.0's, made from MiDaS.
        case midas
    }

    public let kind = ControlKind.normals
    private let isInverted: Bool
    private let background: Double
    private let relief: Double
    private let smoothing: Double
    private let colours: Colours

    /// - Parameters:
    ///   - isInverted: bright is far in the given picture.
    ///   - background: what is less near than this share of the whole depth counts as flat, 0…1.
    ///   - relief: by how much slopes are made steeper; at 1, one level of 255 a pixel leans by 52 degrees.
    ///   - smoothing: the sigma, in pixels, of the blur that takes out the steps between levels; 0 for none.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(isInverted: Bool = false, background: Double = 0.1, relief: Double = 1, smoothing: Double = 2, colours: Colours = .bae) throws {
        guard 0...1 ~= background else { throw DetectorError.invalidArgument(name: "background", expected: "between 0 and 1", found: "\(background)") }
        guard relief > 0, relief <= 1000 else {
            throw DetectorError.invalidArgument(name: "relief", expected: "above 0 and at most 1000", found: "\(relief)")
        }
        guard 0...100 ~= smoothing else { throw DetectorError.invalidArgument(name: "smoothing", expected: "between 0 and 100", found: "\(smoothing)") }
        (self.isInverted, self.background, self.relief, self.smoothing, self.colours) = (isInverted, background, relief, smoothing, colours)
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap {
        try control(of: DepthMap(picture, isInverted: isInverted), check: check)
    }

    /// The control from a depth map, whose own direction counts.
    public func control(of map: DepthMap, check: () throws -> Void = {}) throws -> Bitmap {
        let levels = map.nearness.map { $0 * 255 }
        let smooth = try smoothing > 0 ? levels.blurred(smoothing, check: check) : levels
        let slope = try smooth.derivatives(.three, border: .reflected, check: check)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(map.nearness.values.count * 3)
        for place in map.nearness.values.indices {
            let isFlat = map.nearness.values[place] < Float(background)
            let (left, up) = isFlat ? (0, 0) : (slope.x.values[place] * Float(relief), slope.y.values[place] * Float(relief))
            let colour = Self.colour(left, up, 2 * .pi)
            pixels += colours == .bae ? [colour.x, colour.y, colour.z] : [colour.z, colour.y, colour.x]
        }
        return try Bitmap(width: map.nearness.width, height: map.nearness.height, pixels: pixels)
    }

    /// A direction of any length, each axis from −1…1 to 0…255.
    private static func colour(_ x: Float, _ y: Float, _ z: Float) -> SIMD3<UInt8> {
        let length = (x * x + y * y + z * z).squareRoot()
        let axes = SIMD3(x, y, z) / length * 127.5 + 127.5
        return SIMD3(UInt8(max(0, min(255, axes.x))), UInt8(max(0, min(255, axes.y))), UInt8(max(0, min(255, axes.z))))
    }
}
