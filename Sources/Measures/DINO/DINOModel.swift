import Diffusion
public import NeuralNetworks
public import Tensors

/// The vision transformer that was trained without labels; the vector of its front token is what DINO compares.
///
/// Source: Caron et al. 2021, "Emerging Properties in Self-Supervised Vision Transformers"; checkpoint keys of transformers' `ViTModel`.
public final class DINOModel {
    public let configuration: VisionTransformerConfiguration
    private let embedding: PatchEmbedding
    private let layers: [VisionTransformerLayer]
    private let finalNorm: LayerNorm

    /// A pooler is another task's; classifiers keep the whole model below `vit.`.
    public static let keys = CheckpointKeys(
        optionalPrefix: "vit.", ignoredSuffixes: ["pooler.dense.weight", "pooler.dense.bias", "classifier.weight", "classifier.bias"])

    public init(_ configuration: VisionTransformerConfiguration, from source: any ParameterSource) throws {
        let root = ParameterScope(source)
        let scope = root / "vit"
        let (width, patch) = (configuration.hiddenSize, configuration.patchSize)
        let (embeddings, patches) = (scope / "embeddings", scope / "embeddings" / "patch_embeddings" / "projection")
        self.configuration = configuration
        embedding = PatchEmbedding(
            weight: try patches.parameter("weight", [width, 3, patch, patch]), bias: try patches.parameter("bias", [width]),
            front: try embeddings.parameter("cls_token", [1, 1, width]),
            positions: try embeddings.parameter("position_embeddings", [1, configuration.tokenCount, width]))
        layers = try (0..<configuration.layerCount).map {
            try VisionTransformerLayer(configuration, keys: .vit, at: scope / "encoder" / "layer" / $0)
        }
        finalNorm = try LayerNorm(width: width, epsilon: configuration.normEpsilon, at: scope / "layernorm")
        _ = try root.finish()
    }

    /// The vector of the front token behind the final norm.
    ///
    /// Shapes: pictures [pictures, 3, size, size], preprocessed; result [pictures, width].
    public func callAsFunction(_ pictures: Tensor, interruption: Interruption = .never) throws -> Tensor {
        var states = embedding(pictures)
        for layer in layers {
            try interruption.check()
            states = layer(states)
        }
        return finalNorm(states.sliced(axis: 1, 0..<1).reshaped([pictures.shape[0], configuration.hiddenSize]))
    }
}
