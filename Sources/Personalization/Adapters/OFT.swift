public import Diffusion
public import NeuralNetworks
public import Tensors

/// Orthogonal fine-tuning: the inputs of each of its layers are rotated, block by block, and only the rotations are learnt. Angles between the
/// rows of a weight, and with them its hyperspherical energy, stay as they are.
///
/// What is learnt are the entries above the diagonal of skew-symmetric matrices. The paper's own program learns whole matrices of which it takes the
/// skew-symmetric part: twice the numbers, and step by step the same with AdamW, which takes no notice of a gradient's factor.
///
/// Source: Qiu et al. 2023, "Controlling Text-to-Image Diffusion by Orthogonal Finetuning".
public final class OFT: Adapter {
    /// What decides the rotations besides what is learnt.
    public struct Settings: Equatable, Sendable {
        /// Side of the blocks; where a layer's inputs are no multiple of it, the nearest divisor is taken.
        public var blockSize: Int
        /// How far rotations may go; nil for as far as they like.
        public var constraint: Constraint?
        /// Whether all blocks of a layer are the same.
        public var isShared: Bool
        public var form: CayleyForm

        public init(blockSize: Int = 32, constraint: Constraint? = nil, isShared: Bool = false, form: CayleyForm = .exact) {
            (self.blockSize, self.constraint, self.isShared, self.form) = (blockSize, constraint, isShared, form)
        }
    }

    /// The greatest Euclidean norm of a block's skew-symmetric matrix: constrained orthogonal fine-tuning.
    public enum Constraint: Equatable, Sendable {
        /// The paper's: epsilon times the square of the block's side, divided by the square root of the number of blocks.
        case paper(Double)
        /// PEFT's: epsilon, divided by the square root of the number of blocks that are stored.
        case peft(Double)
    }

    /// A layer and its rotation.
    public struct Layer {
        public let target: AdaptableLayer
        /// Shapes: [blocks, or 1 for all, side · (side - 1) / 2].
        public let skew: Parameter
        public let blockSize: Int
    }

    public let label: String
    public let subject: Subject?
    public let settings: Settings
    public let layers: [Layer]
    public let modelName: String
    public private(set) weak var model: StableDiffusion?
    private let initial: [Tensor]

    package init(label: String, settings: Settings, layers: [Layer], subject: Subject? = nil, model: StableDiffusion?, modelName: String? = nil) {
        (self.label, self.settings, self.layers, self.subject, self.model) = (label, settings, layers, subject, model)
        self.modelName = modelName ?? model?.name ?? ""
        initial = layers.map(\.skew.value)
    }

    /// A new one, which turns nothing yet, for all attention of the UNet.
    ///
    /// - Throws: `PersonalizationError.invalidArgument`.
    public convenience init(label: String = "oft", settings: Settings = Settings(), subject: Subject? = nil, in model: StableDiffusion) throws {
        guard (2...1024).contains(settings.blockSize) else {
            throw PersonalizationError.invalidArgument(name: "blockSize", expected: "from 2 to 1024", found: "\(settings.blockSize)")
        }
        if let constraint = settings.constraint, !(constraint.epsilon > 0 && constraint.epsilon.isFinite) {
            throw PersonalizationError.invalidArgument(name: "constraint", expected: "above 0", found: "\(constraint.epsilon)")
        }
        let layers = model.adaptableLayers.filter(AdapterTarget.attention.contains).map { Layer($0, settings) }
        self.init(label: label, settings: settings, layers: layers, subject: subject, model: model)
    }

    public var method: TrainingMethod { .oft }
    public var targets: [AdaptableLayer] { layers.map(\.target) }
    public var parameters: [Parameter] { layers.map(\.skew) }
    /// The sides of its layers' blocks, each once, in rising order.
    public var blockSizes: [Int] { Set(layers.map(\.blockSize)).sorted() }

    public func attach(strength: Float, isFixed: Bool) {
        for layer in layers {
            layer.target.weight.adaptations.append(
                BlockRotation(skew: layer.skew, blockSize: layer.blockSize, form: settings.form, strength: strength, isFixed: isFixed))
        }
    }

    public func reset() {
        for (parameter, value) in zip(parameters, initial) { parameter.update(value) }
    }

    public func didTakeStep() -> Bool {
        guard settings.constraint != nil else { return false }
        for (parameter, value) in zip(parameters, constrained(parameters.map(\.value))) { parameter.update(value) }
        return true
    }

    /// Values after an update, put back to where the constraint allows them.
    public func constrained(_ values: [Tensor]) -> [Tensor] {
        guard let constraint = settings.constraint else { return values }
        return zip(layers, values).map { layer, value in
            let limit = constraint.limit(blockSize: layer.blockSize, blocks: layer.target.inputs / layer.blockSize, stored: value.shape[0])
            return SkewSymmetric.limited(value, to: Float(limit))
        }
    }
}

extension OFT.Constraint {
    public var epsilon: Double {
        switch self {
        case .paper(let epsilon), .peft(let epsilon): epsilon
        }
    }

    /// The greatest norm of a block.
    func limit(blockSize: Int, blocks: Int, stored: Int) -> Double {
        switch self {
        case .paper(let epsilon): epsilon * Double(blockSize * blockSize) / Double(blocks).squareRoot()
        case .peft(let epsilon): epsilon / Double(stored).squareRoot()
        }
    }
}

extension OFT.Layer {
    package init(_ target: AdaptableLayer, _ settings: OFT.Settings) {
        let size = Self.divisor(of: target.inputs, near: settings.blockSize)
        let blocks = settings.isShared ? 1 : target.inputs / size
        self.init(target, skew: Tensor.zeros([blocks, SkewSymmetric.count(size)]), blockSize: size)
    }

    package init(_ target: AdaptableLayer, skew: Tensor, blockSize: Int) {
        self.init(target: target, skew: Parameter(path: "\(target.name).oft_R.weight", value: skew), blockSize: blockSize)
    }

    /// The divisor that is nearest to a wish, the lower one of two: as PEFT adjusts block sizes.
    package static func divisor(of inputs: Int, near wish: Int) -> Int {
        guard wish < inputs else { return inputs }
        let higher = (wish...inputs).first { inputs.isMultiple(of: $0) } ?? inputs
        let lower = (1...wish).last { inputs.isMultiple(of: $0) } ?? 1
        return wish - lower <= higher - wish ? lower : higher
    }
}
