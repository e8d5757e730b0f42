public import Diffusion
public import NeuralNetworks
package import Tensors

/// Low-rank adaptation: to each of its layers' weights a product of two narrow matrices is added, and only those are learnt.
///
/// Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models"; defaults of diffusers' `train_dreambooth_lora.py`.
public final class LoRA: Adapter {
    /// A layer and its addition.
    public struct Layer {
        public let target: AdaptableLayer
        /// Shapes: [rank, inputs], of a convolution [rank, inputs, kernel, kernel].
        public let down: Parameter
        /// Shapes: [outputs, rank], of a convolution [outputs, rank, 1, 1].
        public let up: Parameter
        /// The addition is multiplied with alpha / rank.
        public let alpha: Float

        public var rank: Int { down.shape[0] }
    }

    public let label: String
    public let subject: Subject?
    public let layers: [Layer]
    public let modelName: String
    public private(set) weak var model: StableDiffusion?
    private let initial: [Tensor]

    package init(label: String, layers: [Layer], subject: Subject? = nil, model: StableDiffusion?, modelName: String? = nil) {
        (self.label, self.layers, self.subject, self.model) = (label, layers, subject, model)
        self.modelName = modelName ?? model?.name ?? ""
        initial = layers.flatMap { [$0.down.value, $0.up.value] }
    }

    /// A new one, which changes nothing yet: the first matrices are random, the second ones zero.
    ///
    /// - Parameters:
    ///   - rank: how narrow the matrices are.
    ///   - alpha: the addition is multiplied with alpha / rank; the rank itself where it is left out.
    ///   - subject: what it is to learn, for prompts with an identifier and a class.
    ///   - seed: of the first matrices, normally distributed with a standard deviation of 1 / rank (PEFT's `gaussian`).
    /// - Throws: `PersonalizationError.invalidArgument`, also where the model has no layer that is meant.
    public convenience init(
        label: String = "lora", rank: Int = 4, alpha: Double? = nil, targets: Set<AdapterTarget> = [.attention], subject: Subject? = nil,
        seed: UInt64 = 0, in model: StableDiffusion
    ) throws {
        try Self.require((1...1024).contains(rank), "rank", "from 1 to 1024", "\(rank)")
        let alpha = alpha ?? Double(rank)
        try Self.require(alpha > 0 && alpha.isFinite, "alpha", "above 0", "\(alpha)")
        let meant = model.adaptableLayers.filter { layer in targets.contains { $0.contains(layer) } }
        let names = targets.map(\.rawValue).sorted().joined(separator: ", ")
        try Self.require(!meant.isEmpty, "targets", "layers that '\(model.name)' has", names.isEmpty ? "none" : names)
        let widest = meant.map(\.fullRank).max() ?? 0
        try Self.require(rank <= widest, "rank", "up to \(widest), beyond which no layer that is meant has more to learn", "\(rank)")
        var generator = TorchGenerator(seed: seed)
        let layers = meant.map { Layer($0, rank: rank, alpha: Float(alpha), generator: &generator) }
        self.init(label: label, layers: layers, subject: subject, model: model)
    }

    private static func require(_ condition: Bool, _ name: String, _ expected: String, _ found: String) throws {
        guard condition else { throw PersonalizationError.invalidArgument(name: name, expected: expected, found: found) }
    }

    public var method: TrainingMethod { .lora }
    public var targets: [AdaptableLayer] { layers.map(\.target) }
    public var parameters: [Parameter] { layers.flatMap { [$0.down, $0.up] } }

    /// The largest rank of its layers.
    public var rank: Int { layers.map(\.rank).max() ?? 0 }
    /// The alpha of its first layer; files may hold a different one for each.
    public var alpha: Float { layers.first?.alpha ?? 0 }

    public func attach(strength: Float, isFixed: Bool) {
        for layer in layers {
            let scale = layer.alpha / Float(layer.rank) * strength
            layer.target.weight.adaptations.append(LowRankAddition(down: layer.down, up: layer.up, scale: scale))
        }
    }

    public func reset() {
        for (parameter, value) in zip(parameters, initial) { parameter.update(value) }
    }
}

extension LoRA.Layer {
    package init(_ target: AdaptableLayer, rank: Int, alpha: Float, generator: inout TorchGenerator) {
        let shape = target.weight.shape
        let down = Tensor.randn([rank] + shape.dropFirst(), generator: &generator) * (1 / Float(rank))
        self.init(target, down: down, up: Tensor.zeros([shape[0], rank] + shape.dropFirst(2).map { _ in 1 }), alpha: alpha)
    }

    package init(_ target: AdaptableLayer, down: Tensor, up: Tensor, alpha: Float) {
        self.init(
            target: target, down: Parameter(path: "\(target.name).lora_A.weight", value: down), up: Parameter(path: "\(target.name).lora_B.weight", value: up),
            alpha: alpha)
    }
}
