import NeuralNetworks
import Tensors

/// A small convolutional network that says of a drawing what it shows: a vector for what is drawn, whatever stands around it, and the attributes.
final class DrawingNetwork {
    /// What it says of a batch of drawings.
    struct Reading {
        /// Shapes: [drawings, embedding], not normalised.
        let embedding: Tensor
        /// Scores before the softmax, one matrix an attribute. Shapes: [drawings, values].
        let attributes: [Tensor]
    }

    let configuration: DrawingConfiguration
    let parameters: [Parameter]
    private let stem: Stage
    private let stages: [Stage]
    private let embedding: Linear
    private let heads: [Linear]

    init(_ configuration: DrawingConfiguration, from source: any ParameterSource) throws {
        let root = ParameterScope(source)
        let widths = configuration.widths
        self.configuration = configuration
        stem = try Stage(inputs: 3, outputs: widths[0], kernel: 5, stride: 2, blocks: 1, at: root / "stem")
        stages = try (1..<widths.count).map { index in
            try Stage(
                inputs: widths[index - 1], outputs: widths[index], kernel: 3, stride: index < 3 ? 2 : 1, blocks: index < 3 ? 2 : 1,
                at: root / "stages" / index)
        }
        let features = 2 * (widths[1] + widths[widths.count - 1])
        embedding = try Linear(inputs: features, outputs: configuration.embeddingWidth, at: root / "embedding")
        heads = try configuration.attributes.map { try Linear(inputs: features, outputs: $0.values.count, at: root / "attributes" / $0.name) }
        parameters = try root.finish()
    }

    /// Shapes: drawings [drawings, 3, size, size], values in −1…1.
    func callAsFunction(_ drawings: Tensor) -> Reading {
        let details = stages[0](stem(drawings))
        let features = stages.dropFirst().reduce(details) { $1($0) }
        // What few pixels show is lost on the way: it counts where it is first seen.
        let pooled = Tensor.concatenated(Self.pooled(details) + Self.pooled(features), axis: 1)
        return Reading(embedding: embedding(pooled), attributes: heads.map { $0(pooled) })
    }

    /// The mean, which says how much of something there is, and the largest, which says whether there is any.
    ///
    /// Shapes: features [drawings, channels, height, width]; each result [drawings, channels].
    private static func pooled(_ features: Tensor) -> [Tensor] {
        let cells = features.reshaped([features.shape[0], features.shape[1], features.shape[2] * features.shape[3]])
        return [cells.mean(axes: [2]), cells.max(axis: 2)]
    }

    /// Another width, at half the size with a stride of 2, then blocks that each add to what comes in.
    private struct Stage {
        private let entry: Convolution2D
        private let norm: GroupNorm
        private let blocks: [(convolution: Convolution2D, norm: GroupNorm)]

        init(inputs: Int, outputs: Int, kernel: Int, stride: Int, blocks count: Int, at scope: ParameterScope) throws {
            entry = try Convolution2D(
                inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, padding: Padding2D(kernel / 2), at: scope / "entry")
            norm = try GroupNorm(groups: 8, channels: outputs, epsilon: 1e-5, at: scope / "norm")
            blocks = try (0..<count).map { index in
                let block = scope / "blocks" / index
                return (
                    try Convolution2D(inputs: outputs, outputs: outputs, kernel: 3, padding: 1, at: block / "convolution"),
                    try GroupNorm(groups: 8, channels: outputs, epsilon: 1e-5, at: block / "norm")
                )
            }
        }

        func callAsFunction(_ input: Tensor) -> Tensor {
            blocks.reduce(norm.silu(entry(input))) { states, block in states + block.norm.silu(block.convolution(states)) }
        }
    }
}
