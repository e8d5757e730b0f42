import Tensors

/// What attention to a context needs of it, by heads.
///
/// Shapes: keys and values [batch, heads, tokens, width of a head].
struct KeysAndValues {
    let keys: Tensor
    let values: Tensor
}

/// A prompt as the layers of a `UNet2DConditionModel` attend to it. It is the same at every step of a picture, so it is made once.
public struct PromptContext {
    /// For each level, each of its attentions, and each transformer block of that.
    let down: [[[KeysAndValues]]]
    let mid: [KeysAndValues]
    let up: [[[KeysAndValues]]]
}

extension UNetConfiguration {
    /// Elements of one prompt's keys and values.
    package func promptScalars(tokens: Int) -> Int {
        let last = blockChannels.count - 1
        let widths = blockChannels.indices.map { level in
            let down = downBlocks[level] == .plain ? 0 : layersPerBlock[level]
            let up = upBlocks[last - level] == .plain ? 0 : layersPerBlock[level] + 1
            return (down + up + (level == last ? 1 : 0)) * transformerLayers[level] * blockChannels[level]
        }
        return 2 * tokens * widths.reduce(0, +)
    }
}
