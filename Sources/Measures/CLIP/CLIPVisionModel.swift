import Diffusion
public import NeuralNetworks
public import Tensors

/// The half of CLIP that looks at pictures, with the projection into the space that it shares with texts.
///
/// Source: Radford et al. 2021; checkpoint keys of transformers' `CLIPVisionModelWithProjection`.
public final class CLIPVisionModel {
    public let configuration: VisionTransformerConfiguration
    private let embedding: PatchEmbedding
    private let firstNorm: LayerNorm
    private let layers: [VisionTransformerLayer]
    private let finalNorm: LayerNorm
    private let projection: Linear

    public static let keys = CheckpointKeys(ignoredSuffixes: ["position_ids", "logit_scale"])

    /// - Parameter projectionWidth: of the common space.
    public init(_ configuration: VisionTransformerConfiguration, projectionWidth: Int, from source: any ParameterSource) throws {
        let root = ParameterScope(source)
        let scope = root / "vision_model"
        let (width, patch) = (configuration.hiddenSize, configuration.patchSize)
        let embeddings = scope / "embeddings"
        self.configuration = configuration
        embedding = PatchEmbedding(
            weight: try (embeddings / "patch_embedding").parameter("weight", [width, 3, patch, patch]), bias: nil,
            front: try embeddings.parameter("class_embedding", [width]),
            positions: try (embeddings / "position_embedding").parameter("weight", [configuration.tokenCount, width]))
        // The checkpoints' own spelling.
        firstNorm = try LayerNorm(width: width, epsilon: configuration.normEpsilon, at: scope / "pre_layrnorm")
        layers = try (0..<configuration.layerCount).map {
            try VisionTransformerLayer(configuration, keys: .clip, at: scope / "encoder" / "layers" / $0)
        }
        finalNorm = try LayerNorm(width: width, epsilon: configuration.normEpsilon, at: scope / "post_layernorm")
        projection = try Linear(inputs: width, outputs: projectionWidth, bias: false, at: root / "visual_projection")
        _ = try root.finish()
    }

    /// The vectors of pictures in the common space, not normalised.
    ///
    /// Shapes: pictures [pictures, 3, size, size], preprocessed; result [pictures, projection].
    public func callAsFunction(_ pictures: Tensor, interruption: Interruption = .never) throws -> Tensor {
        var states = firstNorm(embedding(pictures))
        for layer in layers {
            try interruption.check()
            states = layer(states)
        }
        let front = states.sliced(axis: 1, 0..<1).reshaped([pictures.shape[0], configuration.hiddenSize])
        return projection(finalNorm(front))
    }
}
