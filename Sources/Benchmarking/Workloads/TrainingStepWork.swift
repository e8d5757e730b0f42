import Diffusion
import Easel
import NeuralNetworks
import Personalization

/// A step of the training loop: noise, text model, UNet, back and the optimizer; pictures are encoded beforehand.
public struct TrainingStepWork: Equatable, Sendable {
    public let method: Method
    public let network: Network
    /// Height and width of the pictures.
    public let size: Int
    /// Pictures of what is learnt; DreamBooth has as many of the class beside them.
    public let batch: Int
    public var checkpointing = false
    public var optimizer = Optimizer.adamW
    /// Whether frozen weights and activations are kept in bfloat16.
    public var isNarrow = false
    /// The norm that all gradients together are scaled down to; nil for no limit, so that none has to wait for the others.
    public var clipNorm: Double?

    public enum Method: String, CaseIterable, Sendable {
        case textualInversion = "textual-inversion"
        case lora
        case oft
        case dreamBooth = "dreambooth"
        case dreamBoothWithText = "dreambooth-text"
        case dreamBoothWithIdentifier = "dreambooth-identifier"
        case fineTuning = "fine-tuning"
        case controlNet = "controlnet"
    }

    public enum Network: String, CaseIterable, Sendable {
        /// Stable Diffusion 1.5 with random weights.
        case sd15
        /// The model that comes with the program.
        case tiny
    }

    public enum Optimizer: String, CaseIterable, Sendable {
        case adamW
        case adamW8bit
    }

    public init(_ method: Method, of network: Network, size: Int, batch: Int) {
        (self.method, self.network, self.size, self.batch) = (method, network, size, batch)
    }

    var title: String {
        "\(method.rawValue) step of \(network == .tiny ? "easel-tiny" : "Stable Diffusion 1.5"), with \(optimizer.rawValue)\(clipNorm == nil ? "" : ", clipped")\(isNarrow ? ", kept in bfloat16" : "")"
    }

    var shape: String { "\(size)×\(size), batch \(batch)\(hasPrior ? "+\(batch)" : "")\(checkpointing ? ", blocks computed twice" : "")" }

    private var hasPrior: Bool { [.dreamBooth, .dreamBoothWithText, .dreamBoothWithIdentifier].contains(method) }

    /// - Throws: `BenchmarkError.noEmbeddedModel`, and what loading throws.
    func prepared() throws -> PreparedWork {
        guard Resources.path("models/easel-tiny") != nil else { throw BenchmarkError.noEmbeddedModel(searched: Resources.folders) }
        let tiny = try EaselSession().load("easel-tiny", precision: isNarrow ? .bfloat16 : .float32).diffusion
        let model = network == .tiny ? tiny : try StableDiffusion15.model(size: size, like: tiny, precision: tiny.precision)
        let thing = try thing(in: model)
        var settings = TrainingSettings(steps: 10_000_000, batchSize: batch, learningRate: 1e-6, clipNorm: clipNorm)
        settings.optimizer = TrainingSettings.Optimizer(rawValue: optimizer.rawValue)
        settings.priorWeight = hasPrior ? 1 : nil
        settings.priorImages = hasPrior ? 2 : nil
        let loop = try TrainingLoop(
            thing, on: pictures("a photo of {}"), prior: hasPrior ? pictures("a photo of a dog") : nil, model: model, settings: settings,
            checkpointing: checkpointing)
        try loop.prepare()
        // What learns is float32 by now, as what is measured will find it.
        let memory = TrainingMemory(model, learning: thing, settings: settings, checkpointing: checkpointing ? .on : .off)
        return PreparedWork(estimatedMemory: memory.bytes) {
            let own = (thing as? any Adapter).map { [AdapterUse($0)] } ?? []
            try own.during(isFixed: false) { _ = try loop.next() }
        }
    }

    private func thing(in model: StableDiffusion) throws -> any Trainable {
        switch method {
        case .textualInversion: return try Token("<benchmark>", initializer: "cat", vectors: 2, in: model)
        case .lora: return try LoRA(in: model)
        case .oft: return try OFT(in: model)
        case .fineTuning: return ModelWeights(of: model)
        case .controlNet: return try ControlNet(in: model)
        case .dreamBooth, .dreamBoothWithText, .dreamBoothWithIdentifier:
            let subject = try Subject("sks", category: "dog", in: model)
            subject.trainsTextEncoder = method == .dreamBoothWithText
            subject.trainsIdentifier = method == .dreamBoothWithIdentifier
            subject.willTrain()
            return subject
        }
    }

    private func pictures(_ prompt: String) throws -> ImageSet {
        let grey = try Bitmap(width: size, height: size, fill: RGB(90, 120, 150))
        let control = method == .controlNet ? grey : nil
        return try ImageSet((0..<2).map { PromptedImage(bitmap: grey, source: "picture \($0)", prompts: [prompt], control: control) })
    }
}
