import Tensors

/// The direction that a network gives to a picture or a text: a vector of length 1.
public struct Embedding: Equatable, Sendable {
    public let components: [Float]

    /// - Parameter components: of any length but 0; a vector of zeros stays one.
    public init(_ components: [Float]) {
        let length = components.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        self.components = length > 0 ? components.map { Float(Double($0) / length) } : components
    }

    /// The cosine of the angle between two directions, −1…1.
    public func cosine(with other: Embedding) -> Double {
        zip(components, other.components).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// The rows of a matrix.
    ///
    /// Shapes: [pictures, width].
    static func rows(of matrix: Tensor) -> [Embedding] {
        let (scalars, width) = (matrix.scalars, matrix.shape[1])
        return (0..<matrix.shape[0]).map { Embedding(Array(scalars[($0 * width)..<(($0 + 1) * width)])) }
    }
}
