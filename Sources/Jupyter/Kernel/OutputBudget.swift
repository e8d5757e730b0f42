/// How much a cell may bring forth: so much at once, and then so much a second.
///
/// jupyter-server drops what exceeds 1000 messages or 1,000,000 bytes of text a second over three seconds, and a client that gets more than it can read makes
/// the kernel keep the rest.
///
/// Source: jupyter-server's options `iopub_msg_rate_limit`, `iopub_data_rate_limit` and `rate_limit_window`.
struct OutputBudget: Sendable {
    /// How long somebody waits who finds nothing left, in microseconds.
    static let pause: UInt32 = 1_250
    /// What a message of text takes besides the text, in bytes.
    static let frame = 700

    private let burst: Double
    private let perSecond: Double
    private var left: Double
    private var since = ContinuousClock.now

    private init(burst: Double, perSecond: Double) { (self.burst, self.perSecond, left) = (burst, perSecond, burst) }

    static func messages() -> OutputBudget { OutputBudget(burst: 2000, perSecond: 800) }

    /// In bytes. In three seconds no more than 2.85 million.
    static func text() -> OutputBudget { OutputBudget(burst: 600_000, perSecond: 750_000) }

    /// The bytes that a text takes in a message.
    static func bytes(of text: Substring) -> Int {
        text.utf8.reduce(into: 0) { $0 += $1 < 0x20 || $1 == UInt8(ascii: "\"") || $1 == UInt8(ascii: "\\") ? 2 : 1 }
    }

    /// Takes an amount, which may be more than what is left; false when nothing is left.
    mutating func spend(_ amount: Int = 1) -> Bool {
        if left < burst / 2 {
            let now = ContinuousClock.now
            left = min(burst, left + (now - since) / .seconds(1) * perSecond)
            since = now
        }
        guard left > 0 else { return false }
        left -= Double(amount)
        return true
    }
}
