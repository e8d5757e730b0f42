import NeuralNetworks
import Tensors

/// A picture as tokens: one of its own in front, then one a patch, each with its place.
struct PatchEmbedding {
    private let patchWeight: Parameter
    private let patchBias: Parameter?
    private let front: Parameter
    private let positions: Parameter
    private let patchSize: Int

    /// Shapes: weight [width, 3, patch, patch], bias [width], front with as many scalars as the width, positions with tokens × width.
    init(weight: Parameter, bias: Parameter?, front: Parameter, positions: Parameter) {
        (patchWeight, patchBias, self.front, self.positions) = (weight, bias, front, positions)
        patchSize = weight.shape[2]
    }

    /// Shapes: pictures [pictures, 3, size, size]; result [pictures, tokens, width].
    func callAsFunction(_ pictures: Tensor) -> Tensor {
        let width = patchWeight.shape[0]
        let patches = pictures.convolved2d(weight: patchWeight.value, bias: patchBias?.value, stride: patchSize)
        let rows = patches.reshaped([pictures.shape[0], width, patches.shape[2] * patches.shape[3]]).transposed(1, 2)
        let fronts = front.value.reshaped([1, 1, width]).broadcast(to: [pictures.shape[0], 1, width])
        let tokens = Tensor.concatenated([fronts, rows], axis: 1)
        return tokens + positions.value.reshaped([1, tokens.shape[1], width])
    }
}
