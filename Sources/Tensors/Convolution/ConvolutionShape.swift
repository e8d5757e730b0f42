/// The extents of a convolution.
struct ConvolutionShape: Sendable {
    let images: Int
    let channels: Int
    let height: Int
    let width: Int
    let outputs: Int
    let kernelHeight: Int
    let kernelWidth: Int
    let stride: Int
    let padding: Padding2D
    let outputHeight: Int
    let outputWidth: Int

    init(input: [Int], weight: [Int], stride: Int, padding: Padding2D) {
        precondition(
            input.count == 4 && weight.count == 4 && input[1] == weight[1] && stride > 0,
            "a weight of shape \(weight) does not fit an input of shape \(input)")
        (images, channels, height, width) = (input[0], input[1], input[2], input[3])
        (outputs, kernelHeight, kernelWidth) = (weight[0], weight[2], weight[3])
        (self.stride, self.padding) = (stride, padding)
        let (tall, wide) = (height + padding.top + padding.bottom, width + padding.left + padding.right)
        precondition(tall >= kernelHeight && wide >= kernelWidth, "a kernel of shape \(weight) is larger than an input of shape \(input)")
        outputHeight = (tall - kernelHeight) / stride + 1
        outputWidth = (wide - kernelWidth) / stride + 1
    }

    /// Output positions of one image.
    var positions: Int { outputHeight * outputWidth }
    /// The weights of one output channel.
    var taps: Int { channels * kernelHeight * kernelWidth }
    var inputShape: [Int] { [images, channels, height, width] }
    var outputShape: [Int] { [images, outputs, outputHeight, outputWidth] }

    /// Whether every output position sees one input position, the same one.
    var isPointwise: Bool { kernelHeight == 1 && kernelWidth == 1 && stride == 1 && padding == 0 }

    /// Output positions, counted through all images, in groups whose columns fit in the cache: parts of one image, or several whole images.
    var groups: [Range<Int>] {
        let most = max(256, (4 << 20) / max(1, taps))
        let size: Int
        if positions > most {
            let parts = (positions + most - 1) / most
            size = ((positions + parts - 1) / parts + 15) / 16 * 16
        } else {
            size = max(1, most / max(1, positions)) * positions
        }
        let span = max(size, positions)
        return stride(from: 0, to: images * positions, by: positions > most ? positions : span).flatMap { first in
            let end = min(images * positions, first + span)
            return stride(from: first, to: end, by: size).map { $0..<min(end, $0 + size) }
        }
    }

    private func stride(from start: Int, to end: Int, by step: Int) -> StrideTo<Int> {
        Swift.stride(from: start, to: end, by: max(1, step))
    }
}
