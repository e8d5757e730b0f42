import Tensors

/// Standard normal noise for a batch, each picture's from a generator of its own: a picture is the same alone and among others.
struct PictureNoise: NoiseSource {
    private enum Generator {
        case torch(TorchGenerator)
        case philox(PhiloxGenerator)

        init(seed: UInt64, stream: NoiseStream) {
            switch stream {
            case .torch: self = .torch(TorchGenerator(seed: seed))
            case .philox: self = .philox(PhiloxGenerator(seed: seed))
            }
        }

        mutating func draw(_ shape: [Int]) -> Tensor {
            switch self {
            case .torch(var generator):
                defer { self = .torch(generator) }
                return Tensor.randn(shape, generator: &generator)
            case .philox(var generator):
                defer { self = .philox(generator) }
                return Tensor.randn(shape, generator: &generator)
            }
        }
    }

    private var generators: [Generator]

    init(seeds: [UInt64], stream: NoiseStream) { generators = seeds.map { Generator(seed: $0, stream: stream) } }

    mutating func draw(_ shape: [Int]) -> Tensor {
        let one = [1] + shape.dropFirst()
        let draws = generators.indices.map { generators[$0].draw(one) }
        return draws.count == 1 ? draws[0] : Tensor.concatenated(draws, axis: 0)
    }
}
