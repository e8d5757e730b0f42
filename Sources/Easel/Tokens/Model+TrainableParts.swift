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

    /// What training a thing would change, and what would stay.
    public func trainableParts(of thing: any Trainable) -> [Part] {
        let learnt = Set(thing.parameters.map(ObjectIdentifier.init))
        func part(_ name: String, _ parameters: [Parameter]) -> Part {
            let trainable = parameters.filter { learnt.contains(ObjectIdentifier($0)) }.reduce(0) { $0 + $1.count }
            return Part(name: name, trainable: trainable, frozen: parameters.reduce(0) { $0 + $1.count } - trainable)
        }
        let table = diffusion.textModel.parameters.filter { $0.path.hasSuffix("token_embedding.weight") }
        let text = diffusion.textModel.parameters.filter { parameter in !table.contains { $0 === parameter } }
        let parts = [
            part("vectors of all words", table + tokens.filter { $0 !== thing }.map(\.parameter)), part("text model", text),
            part("UNet", diffusion.unet.parameters), part("autoencoder", diffusion.autoencoder.parameters),
        ]
        let own = thing.parameterCount - parts.reduce(0) { $0 + $1.trainable }
        return (own > 0 ? [Part(name: "\(thing.method.name): \(thing.label)", trainable: own, frozen: 0)] : []) + parts
    }
}
