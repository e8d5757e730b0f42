package import JSONValues

/// Who sent a message, when, and of which type. Members that we don't know are kept, so that a parent header is a full copy.
///
/// Source: jupyter-client's "Messaging in Jupyter", section "Message header".
package struct MessageHeader: Sendable, Hashable {
    /// The version of the messaging protocol that we write.
    package static let protocolVersion = "5.5"

    /// Every member as it was received.
    package let fields: JSONObject

    /// Reads a received header; nothing when it has no identifier or no type.
    package init?(_ json: JSONValue) {
        guard let fields = json.object, let id = fields["msg_id"]?.string, !id.isEmpty, fields["msg_type"]?.string != nil else {
            return nil
        }
        self.fields = fields
    }

    /// A header of our own.
    package init(type: String, id: String, session: String, username: String = "kernel", date: Timestamp = .now) {
        fields = [
            "msg_id": .string(id), "msg_type": .string(type), "session": .string(session), "username": .string(username),
            "date": .string(date.description), "version": .string(Self.protocolVersion),
        ]
    }

    package var id: String { fields["msg_id"]?.string ?? "" }

    package var type: String { fields["msg_type"]?.string ?? "" }

    /// The subshell that a request is for; nil for the main shell.
    package var subshell: String? { fields["subshell_id"]?.string }

    package var session: String { fields["session"]?.string ?? "" }
}
