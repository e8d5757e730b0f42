/// How a picture of any shape becomes the model's square.
public enum Crop: Equatable, Sendable {
    /// The largest square from the middle.
    case center
    /// A square anywhere, its area a share of the largest square's: another one each time the picture is used.
    case random(area: ClosedRange<Double>)
    /// The whole picture, squeezed.
    case none

    public var isRandom: Bool {
        if case .random = self { true } else { false }
    }
}
