import Glibc

/// A transport without sockets: peers are objects in the same process.
package final class InMemoryTransport: Transport {
    /// The far end of an ``InMemoryTransport``; any thread may use it.
    package final class Peer: Sendable {
        private let arrivals = Monitor<[Arrival]>([])
        private let sent = Monitor<[Channel: [[[UInt8]]]]>([:])
        private let wake: WakeDescriptor

        package init(wake: WakeDescriptor) {
            self.wake = wake
        }

        /// Hands frames to the kernel.
        package func send(_ arrival: Arrival) {
            arrivals.update { $0.append(arrival) }
            wake.signal()
        }

        /// The next message that the kernel sent on `channel`, if it has sent one.
        package func receive(on channel: Channel) -> [[UInt8]]? {
            sent.update { messages in
                guard let first = messages[channel]?.first else { return nil }
                messages[channel]?.removeFirst()
                return first
            }
        }

        fileprivate func takeArrivals() -> [Arrival] {
            arrivals.update { taken in
                defer { taken = [] }
                return taken
            }
        }

        fileprivate func deliver(_ frames: [[UInt8]], on channel: Channel) {
            sent.update { $0[channel, default: []].append(frames) }
        }
    }

    package let peer: Peer
    private let wake: WakeDescriptor

    package init(wake: WakeDescriptor) {
        self.wake = wake
        peer = Peer(wake: wake)
    }

    package func wait(until deadline: ContinuousClock.Instant?, watching descriptors: [Int32]) {
        var items = ([wake.descriptor] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&items, UInt(items.count), Int32(clamping: deadline.milliseconds))
        wake.reset()
    }

    package func receive() -> [Arrival] {
        // The real sockets are read control first, too.
        peer.takeArrivals().enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    }

    package func send(_ frames: [[UInt8]], on channel: Channel) {
        peer.deliver(frames, on: channel)
    }

    package func close() {}
}

extension Arrival {
    fileprivate var rank: Int {
        switch self {
        case .message(_, .control): 0
        case .subscription: 1
        case .message: 2
        }
    }
}

extension ContinuousClock.Instant? {
    /// Milliseconds from now, rounded up, in poll's notation: -1 where there is no deadline.
    var milliseconds: Int {
        guard let deadline = self else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return 0 }
        return Int(left.components.seconds) * 1000 + Int(left.components.attoseconds / 1_000_000_000_000_000) + 1
    }
}
