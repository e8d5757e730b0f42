public import Personalization

/// What a session tells whoever shows it: a notebook turns events into displays that update in place, a terminal into lines.
///
/// An event with an identifier replaces the earlier one that had it.
public enum EaselEvent: Sendable {
    case progress(id: Int, Progress)
    /// Where a training run is.
    case training(id: Int, TrainingReport)
    /// What a training run drew at the steps that were asked for, so far.
    case snapshots(id: Int, Snapshots)
    /// A picture that is still being drawn; nil once it is, or never will be.
    case draft(id: Int, Image?)
    /// Where the pictures come from that keep a metamodel from forgetting.
    case allocation(PriorAllocation)
    /// Something worth knowing.
    case note(String)
    /// Something that may not be what the person wanted.
    case warning(String)

    /// How far a piece of work has come.
    public struct Progress: Equatable, Sendable {
        public let title: String
        public let done: Int
        public let count: Int
        /// What is counted, in the singular; empty where the numbers speak for themselves.
        public let unit: String
        /// What is being done: encoding, decoding.
        public let activity: String
        /// What else there is to say: a loss.
        public let detail: String
        /// Units a second; nil before the first.
        public let rate: Double?
        public let seconds: Double
        /// An estimate; nil before there is one, and at the end.
        public let secondsLeft: Double?
        public let state: State
        /// The numbers that belong to it, as rows of a table.
        public let rows: [[String]]

        /// Whether there is more to come, and how it ended where there is not.
        public enum State: Sendable {
            case running
            case finished
            /// By an interrupt or an error.
            case stopped
        }
    }
}
