internal import Glibc

/// Time as cells measure it, and waiting that can be interrupted.
enum Clock {
    private static let slice = 0.02
    private static let start = ContinuousClock().now

    /// Seconds since the clock was first read.
    static var seconds: Double { (ContinuousClock().now - start) / .seconds(1) }

    /// Waits, asking `check` every 20 ms.
    static func wait(seconds: Double, check: () throws(CellError) -> Void) throws(CellError) {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        try check()
        while clock.now < end {
            let rest = min((end - clock.now) / .seconds(1), slice)
            usleep(UInt32(max(rest, 0) * 1e6))
            try check()
        }
    }
}
