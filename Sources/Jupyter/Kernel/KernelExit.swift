/// Why a kernel left.
public enum KernelExit: Sendable, Hashable {
    /// A front end asked it to; `restart` when another kernel will take its place.
    case shutdown(restart: Bool)
    /// A signal asked it to.
    case signal
    /// The program that had started it is gone.
    case orphaned
}
