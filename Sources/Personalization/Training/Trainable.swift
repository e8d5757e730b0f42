public import Diffusion
public import NeuralNetworks
import Tensors

/// Something that can be learnt from pictures; what it is decides what receives updates and how it appears in prompts.
public protocol Trainable: AnyObject {
    /// What people call it.
    var label: String { get }
    var method: TrainingMethod { get }
    /// The name of the model that it belongs to.
    var modelName: String { get }
    /// All that receives updates; frozen outside of training steps.
    var parameters: [Parameter] { get }
    /// Whether learning changes what the text model makes of a prompt; otherwise a prompt is encoded once.
    var changesPrompts: Bool { get }
    /// A template with the thing in the place of `{}`.
    func prompt(_ template: String) -> String
    /// The prompts that may stand for a picture; one is drawn for each training example.
    func prompts(for image: PromptedImage) -> [String]
    /// The prompts of others of its kind, which must stay as they are; empty where there are none.
    var priorPrompts: [String] { get }
    /// The same beside these pictures, whose prompts may say more of what is seen than the thing's own: a list for each kind.
    func priorPrompts(beside pictures: ImageSet) -> [[String]]
    /// Whether it can be trained and drawn with this model.
    func belongs(to model: StableDiffusion) -> Bool
    /// Called before training, from the start or from a checkpoint.
    func willTrain()
    /// Called when a step has put new values in place, for things that keep to a constraint; whether it changed them.
    func didTakeStep() -> Bool
    /// Starts over from what it was before it was trained.
    func reset() throws
}

/// Something that learns in the model's own weights, so that every prompt is drawn differently afterwards.
public protocol WeightTrainable: Trainable {
    /// Whether the text model learns too.
    var trainsTextEncoder: Bool { get set }
}

/// A thing with words of its own in the model's vocabulary, which may learn while the text model and all other words stay.
public protocol IdentifierTrainable: WeightTrainable {
    /// Whether the identifiers' vectors learn where the text model does not.
    var trainsIdentifier: Bool { get set }
}

extension Trainable {
    public func prompts(for image: PromptedImage) -> [String] { image.prompts.map(prompt) }
    public func willTrain() {}
    public func didTakeStep() -> Bool { false }
    public var priorPrompts: [String] { [] }
    public func priorPrompts(beside pictures: ImageSet) -> [[String]] { priorPrompts.map { [$0] } }

    /// Which of its parts learn, as a run's settings say.
    package func choose(_ settings: TrainingSettings) {
        (self as? any WeightTrainable)?.trainsTextEncoder = settings.trainsTextEncoder ?? false
        (self as? any IdentifierTrainable)?.trainsIdentifier = settings.trainsIdentifier ?? false
    }

    /// Whether identifiers learn by themselves.
    var learnsIdentifiers: Bool { (self as? any IdentifierTrainable).map { $0.trainsIdentifier && !$0.trainsTextEncoder } ?? false }

    /// How many numbers are learnt.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}
