import Diffusion
import NeuralNetworks
public import Personalization
import Tensors

extension Model {
    /// A part of the model with the numbers that training would change and those that stay.
    public struct Part: Equatable, Sendable {
        public let name: String
        public let trainable: Int
        public let frozen: Int
    }

    /// What training a token would change: its own vectors, and nothing else.
    public func trainableParts(of token: Token) -> [Part] {
        let table = diffusion.textModel.embeddings.tableSize * diffusion.textModel.embeddings.width
        let others = tokens.filter { $0 !== token }.reduce(0) { $0 + $1.parameter.value.count }
        func count(_ parameters: [Int]) -> Int { parameters.reduce(0, +) }
        let text = count(diffusion.textModel.parameters.map(\.value.count))
        return [
            Part(name: "vectors of \(token.placeholder)", trainable: token.parameter.value.count, frozen: 0),
            Part(name: "vectors of all other words", trainable: 0, frozen: table + others),
            Part(name: "text model", trainable: 0, frozen: text - table),
            Part(name: "UNet", trainable: 0, frozen: count(diffusion.unet.parameters.map(\.value.count))),
            Part(name: "autoencoder", trainable: 0, frozen: count(diffusion.autoencoder.parameters.map(\.value.count))),
        ]
    }
}
