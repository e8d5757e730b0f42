/// What is at a place where a kernel specification can be.
public enum KernelSpecStatus: Sendable, Hashable, CustomStringConvertible {
    /// The specification is there and its program exists.
    case ready(folder: String, program: String)
    /// The program that the specification names is gone.
    case stale(folder: String, program: String)
    /// The specification cannot be read.
    case broken(folder: String, reason: String)
    /// There is none.
    case absent(folder: String)

    public var description: String {
        switch self {
        case .ready(let folder, let program): "\(folder) starts \(program)"
        case .stale(let folder, let program): "\(folder) starts \(program), which is not there: install again"
        case .broken(let folder, let reason): "\(folder) is broken: \(reason)"
        case .absent(let folder): "\(folder) is not there"
        }
    }
}
