import Jupyter

/// A front end in the kernel's process.
final class InMemoryLine: FrontEnd.Line {
    private let peer: InMemoryTransport.Peer

    init(_ peer: InMemoryTransport.Peer) {
        self.peer = peer
        peer.send(.subscription([1]))
    }

    func send(_ frames: [[UInt8]], on channel: Channel) {
        peer.send(.message([Array("peer".utf8)] + frames, channel))
    }

    func receive(on channel: Channel) -> [[UInt8]]? {
        peer.receive(on: channel)
    }

    func subscribeAgain() {
        peer.send(.subscription([1]))
    }
}
