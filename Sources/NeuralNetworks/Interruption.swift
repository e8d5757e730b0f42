/// The way a long computation is stopped: looked at before every block of a network, forward and backward.
public struct Interruption: Sendable {
    private let body: @Sendable () throws -> Void

    /// - Parameter body: throws when the computation is to stop; called often, so it is cheap.
    public init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }

    /// Never stops.
    public static let never = Interruption {}

    public func check() throws { try body() }
}
