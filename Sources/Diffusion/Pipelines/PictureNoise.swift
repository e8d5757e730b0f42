import Tensors

/// Standard normal noise for a batch, each picture's from a generator of its own: a picture is the same alone and among others.
struct PictureNoise {
    private var generators: [TorchGenerator]

    init(seeds: [UInt64]) { generators = seeds.map { TorchGenerator(seed: $0) } }

    /// Shapes: [batch, channels, height, width].
    mutating func draw(_ shape: [Int]) -> Tensor {
        let one = [1] + shape.dropFirst()
        let draws = generators.indices.map { Tensor.randn(one, generator: &generators[$0]) }
        return draws.count == 1 ? draws[0] : Tensor.concatenated(draws, axis: 0)
    }
}
