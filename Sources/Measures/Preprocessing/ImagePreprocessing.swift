public import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Tensors

/// How a picture becomes what a network takes: scaled, cut, and normalised by the means of the pictures that it was trained on.
public struct ImagePreprocessing: Equatable, Sendable {
    /// How the picture is brought to its size.
    public enum Fit: Equatable, Sendable {
        /// The shorter side gets as many pixels; then the middle is cut out.
        case shorterSide(Int)
        /// The whole picture, squeezed into the square.
        case squeezed
    }

    public var fit: Fit
    public var filter: ResamplingFilter
    /// Side of the square.
    public var size: Int
    /// Whether a middle that lies between two pixels is rounded to the even one, as torchvision does, or down, as transformers does.
    public var roundsMiddle = false
    public var mean: [Float]
    public var deviation: [Float]

    /// Source: OpenAI's CLIP, `clip.py`, `_transform`; transformers, `CLIPImageProcessor`.
    public static func clip(size: Int = 224) -> ImagePreprocessing {
        ImagePreprocessing(
            fit: .shorterSide(size), filter: .bicubic, size: size, mean: [0.48145466, 0.4578275, 0.40821073],
            deviation: [0.26862954, 0.26130258, 0.27577711])
    }

    /// Source: facebookresearch/dino, `eval_knn.py`: `Resize(256, interpolation=3)`, `CenterCrop(224)`, ImageNet's means.
    public static func dino(size: Int = 224) -> ImagePreprocessing {
        ImagePreprocessing(
            fit: .shorterSide(size * 256 / 224), filter: .bicubic, size: size, roundsMiddle: true, mean: [0.485, 0.456, 0.406],
            deviation: [0.229, 0.224, 0.225])
    }

    /// The picture as the network takes it.
    ///
    /// Shapes: [3, size, size].
    /// - Throws: `ImageError.invalidSize` for a picture so narrow that its longer side would have too many pixels.
    public func callAsFunction(_ bitmap: Bitmap) throws -> Tensor {
        let square = try square(bitmap)
        let area = size * size
        return Tensor(shape: [3, size, size]) { target in
            for position in 0..<area {
                for channel in 0..<3 {
                    let value = Float(square.pixels[position * 3 + channel]) / 255
                    target[channel * area + position] = (value - mean[channel]) / deviation[channel]
                }
            }
        }
    }

    private func square(_ bitmap: Bitmap) throws -> Bitmap {
        guard case .shorterSide(let side) = fit else { return try bitmap.resized(width: size, height: size, filter: filter) }
        let scaled = try bitmap.resized(shorterSide: side, filter: filter)
        return try scaled.cropped(x: start(scaled.width), y: start(scaled.height), width: size, height: size)
    }

    private func start(_ extent: Int) -> Int {
        roundsMiddle ? Int((Double(extent - size) / 2).rounded(.toNearestOrEven)) : (extent - size) / 2
    }
}
