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
}
