public import Diffusion
import Foundation
import JSONValues
public import NeuralNetworks
import Tensors

/// The measure for drawings of the toy world that the embedded model knows: a small network that Easel itself has trained, on attributes that captions
/// name and on those that they don't, and on telling one subject from another of its kind.
public final class DrawingEncoder: PromptReader {
    public let configuration: DrawingConfiguration
    public let name: String
    private let network: DrawingNetwork
    private let preprocessing: ImagePreprocessing
    private static let batch = 32

    /// Reads a folder with `config.json` and `model.safetensors`.
    ///
    /// - Throws: `NeuralNetworksError`, which names the file.
    public convenience init(folder: String) throws {
        let configuration = try DrawingConfiguration(ConfigurationFile(path: "\(folder)/config.json"))
        let source = CheckpointSource(try Checkpoint(path: "\(folder)/model.safetensors"))
        self.init(try DrawingNetwork(configuration, from: source), name: URL(filePath: folder).lastPathComponent)
    }

    init(_ network: DrawingNetwork, name: String) {
        self.network = network
        self.name = name
        configuration = network.configuration
        preprocessing = Self.preprocessing(size: configuration.size)
    }

    static func preprocessing(size: Int) -> ImagePreprocessing {
        let half: [Float] = [0.5, 0.5, 0.5]
        return ImagePreprocessing(fit: .shorterSide(size), filter: .bicubic, size: size, mean: half, deviation: half)
    }

    public func embeddings(of pictures: [Bitmap], interruption: Interruption) throws -> [Embedding] {
        try readings(of: pictures, interruption).flatMap { Embedding.rows(of: $0.embedding) }
    }

    /// How sure the encoder is of each attribute's values: `[picture][attribute][value]`, shares that add up to 1.
    public func attributes(of pictures: [Bitmap], interruption: Interruption = .never) throws -> [[[Float]]] {
        try readings(of: pictures, interruption).flatMap { reading in
            let shares = reading.attributes.map { ($0.softmax().scalars, $0.shape[1]) }
            return (0..<reading.embedding.shape[0]).map { row in shares.map { Array($0[(row * $1)..<((row + 1) * $1)]) } }
        }
    }

    /// How sure the encoder is, on average, of what the prompt names: its kind, colour, place, style and number.
    public func promptFit(of pictures: [Bitmap], to prompt: String, interruption: Interruption) throws -> [Double] {
        let named = PromptAttributes(prompt, among: configuration.attributes)
        guard !named.values.isEmpty else { throw MeasuresError.unknownWords(prompt: prompt, known: named.known) }
        return try attributes(of: pictures, interruption: interruption).map { picture in
            named.values.reduce(0) { $0 + Double(picture[$1.attribute][$1.value]) } / Double(named.values.count)
        }
    }

    private func readings(of pictures: [Bitmap], _ interruption: Interruption) throws -> [DrawingNetwork.Reading] {
        try stride(from: 0, to: pictures.count, by: Self.batch).map { start in
            try interruption.check()
            let batch = try pictures[start..<min(start + Self.batch, pictures.count)].map { try preprocessing($0) }
            return network(Tensor.stacked(batch))
        }
    }
}
