import JSONValues
import Digests

/// Turns messages into signed frames and back.
///
/// Source: jupyter-client's "Messaging in Jupyter", section "The wire protocol".
package struct MessageCodec: Sendable {
    private static let delimiter = Array("<IDS|MSG>".utf8)

    private let authenticator: HMACSHA256?

    /// An empty key switches signing off.
    package init(key: String) {
        authenticator = key.isEmpty ? nil : HMACSHA256(key: key.utf8)
    }

    /// The frames of `message`, signed.
    package func encode(_ message: Message) -> [[UInt8]] {
        let signed = [message.header.fields, message.parentHeader, message.metadata, message.content].map {
            JSONValue.object($0).serialized()
        }
        let signature = authenticator.map { Array($0.authenticationCode(forParts: signed).hex.utf8) } ?? []
        return message.identities + [Self.delimiter, signature] + signed + message.buffers
    }

    /// The message in `frames`, and its signature.
    ///
    /// Throws: ``JupyterError/malformedMessage(reason:)`` and ``JupyterError/wrongSignature``.
    package func decode(_ frames: [[UInt8]]) throws -> (message: Message, signature: [UInt8]) {
        guard let delimiter = frames.firstIndex(of: Self.delimiter) else {
            throw JupyterError.malformedMessage(reason: "no <IDS|MSG> frame")
        }
        let body = frames[(delimiter + 1)...]
        guard body.count >= 5, let signature = body.first else {
            throw JupyterError.malformedMessage(reason: "\(body.count) frames after <IDS|MSG>, at least 5 are needed")
        }
        let signed = Array(body.dropFirst().prefix(4))
        // The signature covers the bytes as they came, so it is looked at before anything is parsed.
        if let authenticator, !authenticator.authenticationCode(forParts: signed).matches(hex: signature) {
            throw JupyterError.wrongSignature
        }
        let message = try Self.message(
            identities: Array(frames[..<delimiter]), parts: signed, buffers: Array(body.dropFirst(5)))
        return (message, authenticator == nil ? [] : signature)
    }

    private static func message(identities: [[UInt8]], parts: [[UInt8]], buffers: [[UInt8]]) throws -> Message {
        guard let header = MessageHeader(try parse(parts[0], "header")) else {
            throw JupyterError.malformedMessage(reason: "the header has no msg_id or no msg_type")
        }
        return Message(
            identities: identities, header: header, parentHeader: try object(parts[1], "parent header"),
            metadata: try object(parts[2], "metadata"), content: try object(parts[3], "content"), buffers: buffers)
    }

    private static func parse(_ frame: [UInt8], _ name: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: frame, allowsNonFinite: true)
        } catch {
            throw JupyterError.malformedMessage(reason: "the \(name) is \(error)")
        }
    }

    private static func object(_ frame: [UInt8], _ name: String) throws -> JSONObject {
        switch try parse(frame, name) {
        case .object(let members): return members
        case .null: return [:]
        default: throw JupyterError.malformedMessage(reason: "the \(name) is not an object")
        }
    }
}
