public import Diffusion
public import NeuralNetworks

/// A model as a thing to learn: ordinary fine-tuning of its UNet on captioned pictures, with nothing that keeps what it knew.
public final class ModelWeights: WeightTrainable {
    /// Whether the text model learns too.
    public var trainsTextEncoder = false
    private let model: StableDiffusion

    public init(of model: StableDiffusion) { self.model = model }

    public var label: String { model.name }
    public var method: TrainingMethod { .fineTuning }
    public var modelName: String { model.name }
    public var parameters: [Parameter] { model.unet.parameters + (trainsTextEncoder ? model.textModel.parameters : []) }
    public var changesPrompts: Bool { trainsTextEncoder }
    /// There is no word for what is learnt: `{}` is left out.
    public func prompt(_ template: String) -> String { template.replacing("{}", with: "").split(separator: " ").joined(separator: " ") }
    public func belongs(to model: StableDiffusion) -> Bool { self.model === model }
    public func reset() throws { try model.reloadWeights() }
}
