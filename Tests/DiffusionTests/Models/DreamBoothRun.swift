import Diffusion
import NeuralNetworks
import Tensors
import TestSupport

/// A recorded DreamBooth run, driven again with bare library calls.
struct DreamBoothRun {
    let value: TrainingCase
    let parameters: [Parameter]
    /// diffusers' names of the parameters: the component, then the key without `text_model.`.
    let names: [String]
    let initial: [Tensor]
    private(set) var optimizer: AdamW
    private(set) var gradients: [Tensor] = []
    private let schedule: NoiseSchedule
    private let text: CLIPTextModel
    private let unet: UNet2DConditionModel
    private var accumulated = 0
    private var updates = 0

    init(_ value: TrainingCase) throws {
        self.value = value
        let folder = try value.model()
        (schedule, optimizer) = (try value.schedule(), try value.optimizer())
        (text, unet) = (try folder.textModel(), try folder.unet())
        let trainsText = value.value["train_text_encoder"].bool == true
        parameters = unet.parameters + (trainsText ? text.parameters : [])
        names =
            unet.parameters.map { "unet.\($0.path)" }
            + (trainsText ? text.parameters.map { "text_encoder.\($0.path.replacing("text_model.", with: ""))" } : [])
        initial = parameters.map(\.value)
        for parameter in parameters { parameter.isTrainable = true }
    }

    /// Whether the gradients of as many steps are together as an update takes.
    var isComplete: Bool { accumulated == (value.value["gradient_accumulation_steps"].int ?? 1) }

    func named(_ tensors: [Tensor]) -> [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(names, tensors)) }

    /// Of the large table of tokens the file holds some rows only.
    func listedRows(of tensor: Tensor, _ name: String) -> Tensor {
        guard name.hasSuffix("token_embedding.weight"), let rows = value.value["token_embedding_rows"].ints else { return tensor }
        return tensor.detached().gathered(rows: rows)
    }

    /// Adds the gradients of a step to those of the current update, and returns the step's loss.
    mutating func accumulate(_ step: FixtureValue) throws -> Float {
        let input = try value.input(of: step, schedule)
        let context = try text(value.ids(of: step))
        let prediction = try unet(input.noisy, timesteps: input.timesteps.map { Float($0) }, context: context)
        let loss = loss(prediction, input.target, timesteps: input.timesteps)
        let count = Float(value.value["gradient_accumulation_steps"].int ?? 1)
        let found = try Tensors.gradients(of: loss / count)
        let parts = parameters.map { found[$0.value] ?? Tensor.zeros($0.value.shape) }
        gradients = accumulated == 0 ? parts : zip(gradients, parts).map { $0 + $1 }
        accumulated += 1
        return loss.item
    }

    /// Clips, lets the optimizer step, and returns the norm of the gradients before.
    mutating func update() throws -> Float {
        let clipping = gradients.clipping(toNorm: value.value["max_grad_norm"].float ?? .infinity)
        let rate = value.value["lr_per_step"][updates].double ?? .nan
        let pairs = zip(parameters, gradients).map { (value: $0.value, gradient: $1) }
        let values = optimizer.updated(pairs, learningRate: rate, gradientScale: clipping.factor)
        for (parameter, value) in zip(parameters, values) { parameter.update(value) }
        (accumulated, updates) = (0, updates + 1)
        return clipping.norm
    }

    /// The loss of `train_dreambooth.py`: instances, weighted by their noise where asked for, and class pictures.
    private func loss(_ prediction: Tensor, _ target: Tensor, timesteps: [Int]) -> Tensor {
        let hasPrior = value.value["with_prior_preservation"].bool == true
        let parts = hasPrior ? 2 : 1
        let (predictions, targets) = (prediction.split(axis: 0, parts: parts), target.split(axis: 0, parts: parts))
        var loss = predictions[0].meanSquaredError(targets[0])
        if let gamma = value.value["snr_gamma"].float {
            let samples = (predictions[0] - targets[0]).square().mean(axes: [1, 2, 3])
            // The script weighs the instances with the weights of all timesteps, those of the class pictures included.
            loss = (samples * Tensor(weights(timesteps, gamma: gamma), shape: [timesteps.count])).mean()
        }
        guard hasPrior else { return loss }
        return loss + predictions[1].meanSquaredError(targets[1]) * (value.value["prior_loss_weight"].float ?? 1)
    }

    private func weights(_ timesteps: [Int], gamma: Float) -> [Float] {
        schedule.signalToNoiseRatios(at: timesteps).map { min($0, gamma) / (schedule.predictionType == .velocity ? $0 + 1 : $0) }
    }
}
