import Tensors

/// The way a long computation is stopped: looked at before every block of a network, forward and backward.
public struct Interruption: Sendable {
    private let asked: @Sendable () -> Bool

    /// - Parameter isRequested: whether the computation is to stop; called often, so it is cheap.
    public init(_ isRequested: @escaping @Sendable () -> Bool) { asked = isRequested }

    /// Never stops.
    public static let never = Interruption { false }

    /// Whether a stop was requested.
    public var isRequested: Bool { asked() }

    /// - Throws: `Interrupted` where a stop was requested; `NeuralNetworksError.outOfMemory` where the process may have no more of it.
    public func check() throws {
        if isRequested { throw Interrupted() }
        if TensorMemory.isExhausted {
            TensorMemory.recover()
            throw NeuralNetworksError.outOfMemory
        }
    }
}

/// Somebody asked for a computation to stop.
public struct Interrupted: Error, Equatable, Sendable, CustomStringConvertible {
    public init() {}

    public var description: String { "The work was interrupted." }
}
