/// The cell that the engine thread is at.
struct RunningCell: Sendable {
    let number: Int
    let message: Message
    let request: ExecuteRequest
    let started = Timestamp.now
    /// The identifier of the question that waits for the person's answer.
    var question: String?
}
