public import Diffusion
public import NeuralNetworks
import Tensors

/// A ControlNet as a thing to learn and to draw with: what it is shown beside a prompt decides where things are.
///
/// Source: Zhang, Rao and Agrawala 2023, "Adding Conditional Control to Text-to-Image Diffusion Models"; diffusers' `train_controlnet.py`: UNet, text model
/// and autoencoder stay as they are.
public final class ControlNet: Trainable {
    public let label: String
    public let network: ControlNetModel
    /// What its pictures show; empty where nobody has said it.
    public let kinds: Set<ControlKind>
    public let modelName: String
    private let initial: [Tensor]

    /// - Parameter modelName: of the model that it was made from or read for.
    public init(_ network: ControlNetModel, label: String, kinds: Set<ControlKind> = [], modelName: String) {
        (self.network, self.label, self.kinds, self.modelName) = (network, label, kinds, modelName)
        initial = network.parameters.map(\.value)
    }

    /// A new one for a model: a copy of the first half of its UNet, which changes nothing yet.
    ///
    /// - Parameter seed: of the layers that read the picture.
    /// - Throws: `PersonalizationError.invalidArgument` for a model whose latents are too many or too few for a control picture.
    public convenience init(label: String = "controlNet", kinds: Set<ControlKind> = [], seed: UInt64 = 0, in model: StableDiffusion) throws {
        let scale = model.autoencoder.configuration.scale
        guard let widths = Self.embeddingChannels(scale: scale) else {
            throw PersonalizationError.invalidArgument(name: "from", expected: "a model with 2 to 8 pixels a latent", found: "one with \(scale)")
        }
        let configuration = ControlNetConfiguration(of: model.unet.configuration, embeddingChannels: widths)
        self.init(try ControlNetModel(of: model.unet, configuration: configuration, seed: seed), label: label, kinds: kinds, modelName: model.name)
    }

    /// The published networks' widths, as many as bring a picture to the size of its latents.
    private static func embeddingChannels(scale: Int) -> [Int]? {
        let standard = ControlNetConfiguration.embeddingChannels
        return (2...standard.count).first { 1 << ($0 - 1) == scale }.map { Array(standard.prefix($0)) }
    }

    public var method: TrainingMethod { .controlNet }
    public var parameters: [Parameter] { network.parameters }
    public var changesPrompts: Bool { false }
    /// There is no word for what is learnt: `{}` is left out.
    public func prompt(_ template: String) -> String { template.replacing("{}", with: "").split(separator: " ").joined(separator: " ") }

    /// A network works with every model of the shape that it was made for.
    public func belongs(to model: StableDiffusion) -> Bool { (try? network.requireFit(model)) != nil }

    /// Back to what it was when it was made or read.
    public func reset() { for (parameter, value) in zip(parameters, initial) { parameter.update(value) } }
}
