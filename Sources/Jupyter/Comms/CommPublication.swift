import JSONValues

/// A comm's message on its way to the front ends.
package struct CommPublication: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case open = "comm_open"
        case message = "comm_msg"
        case close = "comm_close"
    }

    let kind: Kind
    let content: JSONObject
    let metadata: JSONObject
    let buffers: [[UInt8]]

    init(_ kind: Kind, comm: Comm, _ message: CommMessage) {
        self.kind = kind
        var content: JSONObject = ["comm_id": .string(comm.id), "data": .object(message.data)]
        if kind == .open { content["target_name"] = .string(comm.target) }
        self.content = content
        metadata = message.metadata
        buffers = message.buffers
    }
}
