import Tensors

/// One repetition of a work, operation by operation.
public struct Profile: Sendable {
    /// Of the whole repetition.
    public let seconds: Double
    let entries: [OperationProfile.Entry]

    init(of work: () throws -> Void) throws {
        let (seconds, profile) = try OperationProfile.recording { try Measurement.seconds(of: work) }
        self.seconds = seconds
        entries = profile.entries
    }

    /// Time between operations: bookkeeping, and what no operation announces.
    public var unaccounted: Double { max(0, seconds - entries.reduce(0) { $0 + $1.seconds }) }
}
