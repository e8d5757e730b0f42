/// What a transport took in.
package enum Arrival: Sendable, Hashable {
    case message([[UInt8]], Channel)
    /// A peer subscribed to publications, or left: 1 or 0, and the topic.
    case subscription([UInt8])
}
