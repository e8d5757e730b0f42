public import Diffusion

/// Pictures that a run drew: one row a prompt, one column a preview.
public struct PreviewSheet: Equatable, Sendable {
    public let prompts: [String]
    /// What a control net was shown for each row, and what was to come of it; empty for other things.
    public var controls: [Bitmap] = []
    public var targets: [Bitmap] = []
    public internal(set) var columns: [Column] = []

    /// What was drawn after a step.
    public struct Column: Equatable, Sendable {
        public let step: Int
        /// For each prompt, its pictures.
        public let rows: [[Bitmap]]
    }
}
