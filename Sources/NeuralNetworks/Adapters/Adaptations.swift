public import Tensors

/// What adapters change about what a layer makes of a weight; the weight itself stays.
///
/// Rotations turn the inputs that the weight sees, one after the other; additions see the inputs as they are.
public struct Adaptations {
    public private(set) var additions: [LowRankAddition] = []
    public private(set) var rotations: [BlockRotation] = []

    public init() {}

    public var isEmpty: Bool { additions.isEmpty && rotations.isEmpty }

    public mutating func append(_ addition: LowRankAddition) { additions.append(addition) }
    public mutating func append(_ rotation: BlockRotation) { rotations.append(rotation) }

    /// The weight that does by itself what the layer does with the adaptations.
    ///
    /// Shapes: weight and result as the layer's.
    public func merged(into weight: Tensor) -> Tensor {
        let rotated = rotations.reversed().reduce(weight) { $1.merged(into: $0) }
        return additions.reduce(rotated) { $0 + $1.product(like: weight) }
    }

    /// The inputs as the weight sees them.
    func rotated(_ input: Tensor) -> Tensor { rotations.reduce(input) { $1($0) } }

    /// All additions as one, the ranks side by side.
    var factors: LowRankFactors? {
        guard let first = additions.first else { return nil }
        guard additions.count > 1 else { return LowRankFactors(down: first.down.value, up: first.scaledUp) }
        return LowRankFactors(
            down: Tensor.concatenated(additions.map(\.down.value), axis: 0), up: Tensor.concatenated(additions.map(\.scaledUp), axis: 1))
    }
}
