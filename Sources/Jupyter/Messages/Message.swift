import JSONValues

/// One message of the Jupyter protocol.
package struct Message: Sendable, Hashable {
    /// The frames before the delimiter: the routing identity of a peer, or the topic of a publication.
    package var identities: [[UInt8]]
    package var header: MessageHeader
    /// A full copy of the header of the request that caused this message; empty where nothing did.
    package var parentHeader: JSONObject
    package var metadata: JSONObject
    package var content: JSONObject
    /// Binary attachments, which the signature does not cover.
    package var buffers: [[UInt8]]

    package init(
        identities: [[UInt8]] = [], header: MessageHeader, parentHeader: JSONObject = [:], metadata: JSONObject = [:],
        content: JSONObject = [:], buffers: [[UInt8]] = []
    ) {
        self.identities = identities
        self.header = header
        self.parentHeader = parentHeader
        self.metadata = metadata
        self.content = content
        self.buffers = buffers
    }
}
