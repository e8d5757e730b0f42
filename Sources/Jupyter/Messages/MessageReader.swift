/// Decodes what arrives and refuses what was seen before.
package struct MessageReader: Sendable {
    /// How many signatures are remembered; older messages could be replayed, but their senders' sessions are long over.
    private static let memory = 8192

    private let codec: MessageCodec
    private var seen: Set<[UInt8]> = []
    private var order: [[UInt8]] = []
    private var oldest = 0

    /// How many messages were refused so far.
    package private(set) var refusedCount = 0

    package init(codec: MessageCodec) {
        self.codec = codec
    }

    /// The message in `frames`.
    ///
    /// Throws: ``JupyterError/malformedMessage(reason:)``, ``JupyterError/wrongSignature``, ``JupyterError/replayedMessage(id:)``.
    package mutating func read(_ frames: [[UInt8]]) throws -> Message {
        do {
            let (message, signature) = try codec.decode(frames)
            guard signature.isEmpty || remember(signature) else { throw JupyterError.replayedMessage(id: message.header.id) }
            return message
        } catch {
            refusedCount += 1
            throw error
        }
    }

    private mutating func remember(_ signature: [UInt8]) -> Bool {
        guard seen.insert(signature).inserted else { return false }
        if order.count < Self.memory {
            order.append(signature)
        } else {
            seen.remove(order[oldest])
            order[oldest] = signature
            oldest = (oldest + 1) % Self.memory
        }
        return true
    }
}
