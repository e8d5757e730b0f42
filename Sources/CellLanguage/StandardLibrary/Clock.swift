internal import Glibc

/// Waiting that can be interrupted.
enum Clock {
    private static let slice = 0.02

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
