/// What can go wrong between a front end and the kernel, and with the files of both.
public enum JupyterError: Error, Equatable, CustomStringConvertible {
    /// Frames that are not a message; they are dropped.
    case malformedMessage(reason: String)
    /// A message whose signature does not belong to its bytes and our key; it is dropped.
    case wrongSignature
    /// A message that came before; it is dropped.
    case replayedMessage(id: String)
    /// The connection file cannot be used.
    case unusableConnectionFile(path: String, reason: String)
    /// A socket could not be bound.
    case cannotBind(endpoint: String, reason: String)
    /// ZeroMQ refused an operation.
    case transportFailed(operation: String, reason: String)
    /// The kernel's thread could not be started.
    case cannotStartThread(name: String, reason: String)
    /// A cell asked for input and the front end takes no such questions.
    case inputNotAllowed
    /// The person interrupted the cell while it waited for input.
    case inputInterrupted
    /// A file cannot be read.
    case unreadableFile(path: String, reason: String)
    /// A file or folder cannot be written.
    case unwritableFile(path: String, reason: String)
    /// The file is no notebook that we can read.
    case unusableNotebook(path: String, reason: String)
    /// The kernel specification cannot be used.
    case unusableKernelSpecification(path: String, reason: String)

    public var description: String {
        switch self {
        case .malformedMessage(let reason): "Malformed message: \(reason)."
        case .wrongSignature: "A message's signature is wrong: the sender has another key."
        case .replayedMessage(let id): "Message \(id) came twice."
        case .unusableConnectionFile(let path, let reason): "The connection file '\(path)' cannot be used: \(reason)."
        case .cannotBind(let endpoint, let reason): "Cannot listen on \(endpoint): \(reason)."
        case .transportFailed(let operation, let reason): "ZeroMQ cannot \(operation): \(reason)."
        case .cannotStartThread(let name, let reason): "Cannot start the \(name) thread: \(reason)."
        case .inputNotAllowed:
            "The front end does not take questions for input (it was started without a person, or the cell was sent with allow_stdin = false)."
        case .inputInterrupted: "Interrupted while waiting for input."
        case .unreadableFile(let path, let reason): "Cannot read '\(path)': \(reason)."
        case .unwritableFile(let path, let reason): "Cannot write '\(path)': \(reason)."
        case .unusableNotebook(let path, let reason): "'\(path)' is no notebook that can be run: \(reason)."
        case .unusableKernelSpecification(let path, let reason): "The kernel specification '\(path)' cannot be used: \(reason)."
        }
    }
}
