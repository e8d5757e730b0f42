/// How a picture of any shape becomes one that the model learns from.
public enum Crop: Equatable, Sendable {
    /// The largest square from the middle.
    case center
    /// A square anywhere, its area a share of the largest square's: another one each time the picture is used.
    case random(area: ClosedRange<Double>)
    /// The whole picture, squeezed into a square.
    case none
    /// The middle, in the shape nearest to the picture's own: ``AspectBuckets``.
    case buckets

    public var isRandom: Bool {
        if case .random = self { true } else { false }
    }
}
