import Synchronization

/// The time of every operation that a piece of work calls, by kind and shape.
///
/// Off by default, when an operation costs one relaxed load more. Only the thread that records is listened to; what operations call each other
/// for (a copy that makes an operand dense) counts for the inner one alone.
package final class OperationProfile: Sendable {
    /// One kind of operation on one shape.
    package struct Entry: Sendable {
        package let operation: ProfiledOperation
        package fileprivate(set) var calls = 0
        /// Time spent in it and in nothing that it called.
        package fileprivate(set) var seconds = 0.0
    }

    private struct State {
        var entries: [ProfiledOperation: Entry] = [:]
        /// For every operation that has begun: the time of those that it called.
        var callees: [Duration] = []
    }

    @TaskLocal private static var current: OperationProfile?
    private static let recordings = Atomic<Int>(0)
    private let state = Mutex(State())

    private init() {}

    /// Runs `body` and notes every operation of this thread meanwhile.
    package static func recording<Result>(_ body: () throws -> Result) rethrows -> (result: Result, profile: OperationProfile) {
        let profile = OperationProfile()
        recordings.add(1, ordering: .relaxed)
        defer { recordings.subtract(1, ordering: .relaxed) }
        return (try $current.withValue(profile, operation: body), profile)
    }

    /// What was noted, the longest first.
    package var entries: [Entry] { state.withLock { $0.entries.values.sorted { $0.seconds > $1.seconds } } }

    /// Multiplications and additions of everything noted, as the direct methods need them.
    package var operations: Double { entries.reduce(0) { $0 + $1.operation.operations * Double($1.calls) } }

    /// Runs an operation; while this thread records, its time is noted.
    @inline(__always)
    package static func timed<Result>(
        _ operation: @autoclosure () -> ProfiledOperation, _ body: () throws -> Result
    ) rethrows -> Result {
        let span = begin(operation())
        defer { span?.end() }
        return try body()
    }

    /// For operations that end where their function does: `defer { span?.end() }`.
    @inline(__always)
    package static func begin(_ operation: @autoclosure () -> ProfiledOperation) -> Span? {
        guard recordings.load(ordering: .relaxed) > 0, let current else { return nil }
        return Span(operation(), in: current)
    }

    /// An operation that has begun.
    package struct Span {
        private let operation: ProfiledOperation
        private let profile: OperationProfile
        private let start = ContinuousClock.now

        fileprivate init(_ operation: ProfiledOperation, in profile: OperationProfile) {
            self.operation = operation
            self.profile = profile
            profile.state.withLock { $0.callees.append(.zero) }
        }

        package func end() {
            let duration = ContinuousClock.now - start
            profile.state.withLock { state in
                let inner = state.callees.removeLast()
                if let caller = state.callees.indices.last { state.callees[caller] += duration }
                var entry = state.entries[operation] ?? Entry(operation: operation)
                entry.calls += 1
                entry.seconds += (duration - inner) / .seconds(1)
                state.entries[operation] = entry
            }
        }
    }
}
