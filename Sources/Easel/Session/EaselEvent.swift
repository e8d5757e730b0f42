/// What a session tells whoever shows it: a notebook turns events into displays that update in place, a terminal into lines.
///
/// An event with an identifier replaces the earlier one that had it.
public enum EaselEvent: Sendable {
    case progress(id: Int, Progress)
    /// The losses of a run so far.
    case losses(id: Int, LossHistory)
    /// Pictures that a run drew so far.
    case previews(id: Int, PreviewSheet)
    /// A picture that is still being drawn.
    case draft(id: Int, Image)
    /// Something worth knowing.
    case note(String)
    /// Something that may not be what the person wanted.
    case warning(String)

    /// How far a piece of work has come.
    public struct Progress: Equatable, Sendable {
        public let title: String
        public let done: Int
        public let count: Int
        /// What else there is to say: loss, rate.
        public let detail: String
        public let seconds: Double
        /// An estimate; nil before there is one, and at the end.
        public let secondsLeft: Double?
        public let isFinished: Bool
    }
}
