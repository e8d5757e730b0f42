public import Tensors

/// A weight of a network, named by its checkpoint key.
///
/// Frozen by default: its value records nothing. A trainable parameter's value is a leaf that gradients can be asked for.
public final class Parameter {
    /// The checkpoint key.
    public let path: String
    public let shape: [Int]
    /// What adapters that are being used change about what a layer makes of it.
    public var adaptations = Adaptations()
    /// Which part of the activations a convolution with this weight answers.
    public var part = ActivationPart.full
    /// What was asked for.
    private let precision: WeightPrecision
    /// Whether it is kept as float32 whatever was asked for: it learns.
    private var isHeldFull = false
    private var form: Form

    private enum Form {
        case full(Tensor)
        case narrow(NarrowTensor)
    }

    /// - Parameter precision: with `.bfloat16` the value is rounded, and later ones are kept so wherever that changes nothing.
    public init(path: String, value: Tensor, precision: WeightPrecision = .float32) {
        (self.path, self.precision, shape) = (path, precision, value.shape)
        form = precision == .bfloat16 ? .narrow(NarrowTensor(rounding: value)) : .full(value)
    }

    /// How many numbers it holds.
    public var count: Int { shape.reduce(1, *) }

    /// Whether it is kept in half of the memory at the moment.
    public var isNarrow: Bool { if case .narrow = form { true } else { false } }

    /// The weight as layers use it; a leaf of the gradient graph when trainable. What is kept in half of the memory is widened each time.
    public var value: Tensor {
        switch form {
        case .full(let value): value
        case .narrow(let value): value.widened()
        }
    }

    public var isTrainable: Bool {
        get { if case .full(let value) = form { value.requiresGradient } else { false } }
        set {
            guard newValue != isTrainable else { return }
            form = newValue ? .full(value.detached().requiringGradient()) : kept(value.detached())
        }
    }

    /// Puts another value of the same shape in place, keeping it trainable or frozen as it was.
    public func update(_ newValue: Tensor) {
        precondition(newValue.shape == shape, "\(path) has shape \(shape), not \(newValue.shape)")
        form = isTrainable ? .full(newValue.detached().requiringGradient()) : kept(newValue.detached())
    }

    /// Keeps it as float32 from here on: what learns takes steps that bfloat16 would round away.
    public func holdFull() {
        isHeldFull = true
        form = .full(value)
    }

    /// Puts a value in place as a file has it, rounded where the parameter was when it was made.
    public func restore(_ stored: Tensor) {
        isHeldFull = false
        update(precision == .bfloat16 && !isTrainable ? NarrowTensor(rounding: stored).widened() : stored)
    }

    /// In half of the memory where that was asked for and changes nothing.
    private func kept(_ value: Tensor) -> Form {
        guard precision == .bfloat16, !isHeldFull, let narrow = NarrowTensor(exactly: value) else { return .full(value) }
        return .narrow(narrow)
    }
}
