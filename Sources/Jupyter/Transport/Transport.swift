/// How frames come in and go out. One thread owns a transport and calls everything on it.
package protocol Transport: AnyObject {
    /// Returns when something has arrived, the kernel was woken, one of `descriptors` is readable or the deadline has passed, and sometimes for no reason.
    func wait(until deadline: ContinuousClock.Instant?, watching descriptors: [Int32])

    /// Everything that has arrived, in order on each channel, control before shell; does not wait.
    func receive() -> [Arrival]

    /// Sends frames to the peer that the first of them names or, on iopub, to whoever subscribed to it.
    func send(_ frames: [[UInt8]], on channel: Channel)

    /// Sends what is still on its way, for a second at most, and lets go of the addresses.
    func close()
}
