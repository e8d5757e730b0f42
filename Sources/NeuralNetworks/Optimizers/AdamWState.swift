public import Tensors

/// What ``AdamW`` remembers from step to step: to be saved with a checkpoint.
public struct AdamWState: Sendable {
    /// How many steps have been taken.
    public var step: Int
    /// The running means of each parameter's gradient and of its square.
    public var moments: [AdamWMoments]

    public init(step: Int = 0, moments: [AdamWMoments] = []) {
        self.step = step
        self.moments = moments
    }

    public init(step: Int, firstMoments: [Tensor], secondMoments: [Tensor]) {
        self.init(step: step, moments: zip(firstMoments, secondMoments).map { .full(first: $0, second: $1) })
    }

    /// The running mean of each parameter's gradient, of the parameter's shape.
    public var firstMoments: [Tensor] { moments.map(\.first) }
    /// The running mean of each parameter's squared gradient, of the parameter's shape.
    public var secondMoments: [Tensor] { moments.map(\.second) }

    mutating func start(shapes: [[Int]], precision: AdamW.MomentPrecision) {
        moments = shapes.map { AdamWMoments(zeros: $0, precision: precision) }
    }

    /// - Throws: `mismatchedOptimizerState` where the moments are not of these shapes.
    public func validate(shapes: [[Int]]) throws {
        let found = moments.map(\.shapes)
        guard step >= 0, step == 0 || found.elementsEqual(shapes, by: { $0 == ($1, $1) }) else {
            throw NeuralNetworksError.mismatchedOptimizerState(
                expected: "moments of shapes \(shapes)", found: "\(found.map(\.0)) and \(found.map(\.1)) at step \(step)")
        }
    }
}

/// The running means of one parameter's gradient and of its square.
public enum AdamWMoments: Sendable {
    case full(first: Tensor, second: Tensor)
    /// In eight bits a number.
    case blockwise(first: BlockwiseTensor, second: BlockwiseTensor)

    /// Tensors of fewer numbers keep full moments: there is little to gain, and small tensors (norms, biases) are the delicate ones.
    static let smallestBlockwise = 4096

    private static func isBlockwise(_ count: Int, _ precision: AdamW.MomentPrecision) -> Bool { precision == .eightBit && count >= smallestBlockwise }

    /// What the moments of as many numbers take.
    public static func bytes(of count: Int, precision: AdamW.MomentPrecision) -> Int {
        let scales = (count + BlockwiseTensor.blockSize - 1) / BlockwiseTensor.blockSize * MemoryLayout<Float>.size
        return 2 * (isBlockwise(count, precision) ? count + scales : count * MemoryLayout<Float>.size)
    }

    init(zeros shape: [Int], precision: AdamW.MomentPrecision) {
        if Self.isBlockwise(shape.reduce(1, *), precision) {
            self = .blockwise(first: BlockwiseTensor(zeros: shape, map: .signed), second: BlockwiseTensor(zeros: shape, map: .unsigned))
        } else {
            self = .full(first: Tensor.zeros(shape), second: Tensor.zeros(shape))
        }
    }

    public var first: Tensor {
        switch self {
        case .full(let first, _): first
        case .blockwise(let first, _): first.dequantized()
        }
    }

    public var second: Tensor {
        switch self {
        case .full(_, let second): second
        case .blockwise(_, let second): second.dequantized()
        }
    }

    var shapes: ([Int], [Int]) {
        switch self {
        case .full(let first, let second): (first.shape, second.shape)
        case .blockwise(let first, let second): (first.shape, second.shape)
        }
    }

    /// The parameter's new value; what nobody else holds is changed where it lies.
    mutating func update(_ value: Tensor, gradient: Tensor, by update: AdamWUpdate) -> Tensor {
        let moments = self
        // Taken out of here, so that the moments have one holder.
        self = .full(first: Self.nothing, second: Self.nothing)
        switch consume moments {
        case .full(var first, var second):
            let result = update(value, gradient: gradient, first: &first, second: &second)
            self = .full(first: first, second: second)
            return result
        case .blockwise(var first, var second):
            let result = update(value, gradient: gradient, first: &first, second: &second)
            self = .blockwise(first: first, second: second)
            return result
        }
    }

    private static let nothing = Tensor(0)
}
