public import Tensors

/// A weight of a network, named by its checkpoint key.
///
/// Frozen by default: its value records nothing. A trainable parameter's value is a leaf that gradients can be asked for.
public final class Parameter {
    /// The checkpoint key.
    public let path: String
    /// The weight as layers use it; a leaf of the gradient graph when trainable.
    public private(set) var value: Tensor
    /// What adapters that are being used change about what a layer makes of it.
    public var adaptations = Adaptations()
    /// Which part of the activations a convolution with this weight answers.
    public var part = ActivationPart.full

    public init(path: String, value: Tensor) {
        self.path = path
        self.value = value
    }

    public var isTrainable: Bool {
        get { value.requiresGradient }
        set { value = newValue ? value.detached().requiringGradient() : value.detached() }
    }

    /// Puts another value of the same shape in place, keeping it trainable or frozen as it was.
    public func update(_ newValue: Tensor) {
        precondition(newValue.shape == value.shape, "\(path) has shape \(value.shape), not \(newValue.shape)")
        value = isTrainable ? newValue.detached().requiringGradient() : newValue.detached()
    }
}
