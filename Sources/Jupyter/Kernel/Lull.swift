import CZeroMQ

/// The time in which nobody says anything: then memory that was freed goes back to the system.
///
/// Clients that connect by the thousand and vanish, such as jupyter_client's heartbeat where it is stopped at once, leave tens of megabytes that are free but
/// stay with the allocator.
struct Lull {
    private static let length = Duration.seconds(2)

    /// When it has lasted long enough; nil where memory was given back already.
    private(set) var end: ContinuousClock.Instant?

    /// Somebody has said something.
    mutating func disturb() { end = .now + Self.length }

    /// Gives memory back when it is time.
    mutating func rest() {
        guard let end, .now >= end else { return }
        malloc_trim(0)
        self.end = nil
    }
}
