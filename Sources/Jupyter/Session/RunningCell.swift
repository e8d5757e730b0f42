/// What waits for the engine thread of a shell, or occupies it.
enum Job: Sendable {
    /// An execute request.
    case cell(Message)
    /// What a comm's message asked for.
    case work(Message, CommWork)

    /// The message that asked for it.
    var message: Message {
        switch self {
        case .cell(let message), .work(let message, _): message
        }
    }

    var isWork: Bool {
        if case .work = self { true } else { false }
    }
}

/// The cell, or the comm's work, that an engine thread is at.
struct RunningCell: Sendable {
    let number: Int
    let job: Job
    let request: ExecuteRequest
    let started = Timestamp.now
    /// The identifier of the question that waits for the person's answer.
    var question: String?

    var message: Message { job.message }
}
