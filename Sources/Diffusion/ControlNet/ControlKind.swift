/// What a control picture shows. A ControlNet is trained for one kind.
///
/// Source: the checkpoints of ControlNet 1.0 and 1.1, one a kind.
public enum ControlKind: String, Equatable, Sendable, Codable, CaseIterable {
    /// Canny's edges, white on black.
    case canny
    /// Coarse white strokes on black.
    case scribble
    /// Edges in shades of grey, bright on black (HED's and PiDiNet's place).
    case softEdge
    /// Straight lines, white on black (M-LSD's place).
    case lines
    /// Areas, each of one colour.
    case segmentation
    /// Distance in grey; what is near is bright.
    case depth
    /// Directions of surfaces as colours.
    case normals
    /// People as coloured sticks, as OpenPose draws them.
    case pose
}
