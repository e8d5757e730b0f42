/// A file at an address, fetched into memory; nothing about the person goes along.
public struct WebFile: Sendable {
    public let url: String

    public init(_ url: String) { self.url = url }

    /// Fetches it.
    ///
    /// - Parameters:
    ///   - limit: bytes; a file that turns out larger is refused.
    ///   - check: called at least once a second; what it throws ends the transfer.
    /// - Throws: `HubError.unreachable`, `.refused`, `.badAnswer`.
    public func bytes(limit: Int, check: @escaping () throws -> Void) throws -> [UInt8] {
        var body: [UInt8] = []
        let transfer = HTTPTransfer(check: check) { [url] response, bytes in
            guard response.status == 200 else { return }
            guard body.count + bytes.count <= limit else { throw HubError.badAnswer(url: url, reason: "it is larger than \(limit) bytes") }
            body.append(contentsOf: bytes)
            try check()
        }
        do {
            let response = try transfer.perform(HTTPRequest(url: url))
            guard response.status == 200 else { throw HubError.refused(url: url, status: response.status) }
        } catch let failure as HTTPFailure {
            switch failure {
            case .cutOff(let reason), .unreachable(let reason): throw HubError.unreachable(url: url, reason: reason)
            }
        }
        return body
    }
}
