public import Diffusion
import Foundation

/// Sizes of many shapes and about one area, to one of which each picture is cut: less of it is lost than where all become squares.
///
/// Source: NovelAI 2022, "Improvements on Stable Diffusion", aspect ratio bucketing: to every width from half to twice the model's side the greatest height
/// within its area, and the same with width and height exchanged; SDXL's list (Podell et al. 2023, appendix I) has such sizes. The nearest shape is
/// that of the nearest logarithm here, so that upright and lying pictures are treated alike.
public struct AspectBuckets: Equatable, Sendable {
    /// From the most upright to the widest.
    public let sizes: [PictureSize]

    /// - Parameters:
    ///   - side: of the square whose area no size exceeds.
    ///   - step: all widths and heights are multiples of it.
    public init(side: Int, step: Int) {
        let (least, most) = (max(1, (side + 2 * step - 1) / (2 * step)) * step, max(step, side * 2 / step * step))
        let long = stride(from: least, through: most, by: step).map { PictureSize(width: $0, height: min(most, side * side / $0 / step * step)) }
        let within = long.filter { $0.height >= least }.flatMap { [$0, PictureSize(width: $0.height, height: $0.width)] }
        sizes = (within.isEmpty ? [PictureSize(side: step)] : Array(Set(within))).sorted { ($0.aspect, $0.area) < ($1.aspect, $1.area) }
    }

    /// The size whose shape is nearest to a picture's; the larger of two that are as near.
    public func size(for picture: Bitmap) -> PictureSize {
        let aspect = PictureSize(width: picture.width, height: picture.height).aspect
        func distance(_ size: PictureSize) -> (Double, Int) { (abs(size.aspect - aspect), -size.area) }
        return sizes.min { distance($0) < distance($1) } ?? sizes[0]
    }
}

extension PictureSize {
    /// The logarithm of width through height.
    fileprivate var aspect: Double { log(Double(width) / Double(height)) }
    fileprivate var area: Int { width * height }
}

extension StableDiffusion {
    /// Widths and heights of pictures that are no squares are multiples of this, so that every level of the network has whole ones: 64 for Stable Diffusion.
    public var bucketStep: Int { sizeMultiple << (unet.configuration.blockChannels.count - 1) }
}
