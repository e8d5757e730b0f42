/// How many messages a cell may bring forth: so many at once, and then so many a second.
///
/// jupyter-server drops what exceeds 1000 messages a second over three seconds, and a client that gets more than it can read makes the kernel keep the rest.
struct MessageBudget: Sendable {
    private static let burst = 2000.0
    private static let perSecond = 800.0
    /// How long somebody waits who finds nothing left.
    static let pause: UInt32 = 1_250

    private var left = burst
    private var since = ContinuousClock.now

    /// Takes one message from the budget; false when nothing is left.
    mutating func spend() -> Bool {
        if left < Self.burst / 2 {
            let now = ContinuousClock.now
            left = min(Self.burst, left + (now - since) / .seconds(1) * Self.perSecond)
            since = now
        }
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
