/// How operations keep what their gradients will need.
public enum KeptPrecision: Sendable {
    case float32
    /// Half of the memory; gradients are computed from rounded numbers, in float32.
    case bfloat16

    @TaskLocal static var current = KeptPrecision.float32
}

/// Does some work whose operations keep what their gradients will need in a given precision.
public func keepingActivations<Result>(in precision: KeptPrecision, _ work: () throws -> Result) rethrows -> Result {
    try KeptPrecision.$current.withValue(precision, operation: work)
}

/// A tensor as the graph keeps it for the way back.
struct KeptTensor: Sendable {
    private enum Form {
        case full(Tensor)
        case narrow(NarrowTensor)
    }

    private let form: Form
    /// Numbers of the smallest tensor that is worth narrowing.
    private static let leastNarrowed = 1 << 12

    /// A value that was computed on the way; a leaf is kept as it is, since its owner has it anyway.
    init(_ tensor: Tensor) {
        let isNarrowed = KeptPrecision.current == .bfloat16 && tensor.count >= Self.leastNarrowed && tensor.node?.isLeaf != true
        form = isNarrowed ? .narrow(NarrowTensor(rounding: tensor)) : .full(tensor.detached())
    }

    /// A weight: in the form that its owner keeps.
    init(weight: Tensor) {
        form = NarrowTensor(originOf: weight).map { .narrow($0) } ?? .full(weight.detached())
    }

    var tensor: Tensor {
        switch form {
        case .full(let tensor): tensor
        case .narrow(let tensor): tensor.widened()
        }
    }
}
