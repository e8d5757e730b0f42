import NeuralNetworks
import Tensors

extension ControlNetModel {
    /// A network that is yet to learn: a copy of the UNet's first half, which as yet adds nothing to it.
    ///
    /// Source: Zhang, Rao and Agrawala 2023, section 3.1; diffusers' `ControlNetModel.from_unet`.
    ///
    /// - Parameter seed: of the layers that read the picture; those of PyTorch's convolutions, uniformly distributed.
    /// - Throws: `NeuralNetworksError` where the shape is not that of the UNet's first half.
    public convenience init(of unet: UNet2DConditionModel, configuration: ControlNetConfiguration? = nil, seed: UInt64 = 0) throws {
        try self.init(configuration ?? ControlNetConfiguration(of: unet.configuration), from: FirstHalf(of: unet, seed: seed))
    }
}

/// A UNet's weights for the layers that it has, zeros and random ones for those that only a ControlNet has.
private final class FirstHalf: ParameterSource {
    let path = "the UNet's first half"
    let unreadKeys: [String] = []
    private let weights: [String: Tensor]
    private var generator: TorchGenerator
    /// Of the weight that was asked for last.
    private var bound: Float = 0

    init(of unet: UNet2DConditionModel, seed: UInt64) {
        weights = Dictionary(uniqueKeysWithValues: unet.parameters.map { ($0.path, $0.value.detached()) })
        generator = TorchGenerator(seed: seed)
    }

    func tensor(_ key: String, shape: [Int]) -> Tensor? {
        if let weight = weights[key] { return weight }
        guard key.hasPrefix("controlnet_cond_embedding."), !key.contains("conv_out") else { return Tensor.zeros(shape) }
        return uniform(shape)
    }

    /// Kaiming's initialisation as PyTorch's `Conv2d` has it, within one over the root of the inputs; a bias, asked for after its weight, is within the same.
    private func uniform(_ shape: [Int]) -> Tensor {
        if shape.count > 1 { bound = 1 / Float(shape.dropFirst().reduce(1, *)).squareRoot() }
        return Tensor(generator.uniform(shape.reduce(1, *), low: -bound, high: bound), shape: shape)
    }
}
