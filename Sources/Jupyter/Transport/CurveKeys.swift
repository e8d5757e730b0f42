/// The keys that encrypt a kernel's sockets: 40 characters of Z85 each.
///
/// Whoever knows the public one, which stands in the connection file too, may connect; the signatures say who may speak.
/// Source: jupyter-client's "Security", and RFC 26 of ZeroMQ, "CurveZMQ".
public struct CurveKeys: Sendable, Hashable {
    public let publicKey: String
    public let secretKey: String

    /// Nothing where one of them is no key.
    public init?(publicKey: String, secretKey: String) {
        guard Self.isKey(publicKey), Self.isKey(secretKey) else { return nil }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    private static let alphabet = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".unicodeScalars)

    private static func isKey(_ text: String) -> Bool {
        text.unicodeScalars.count == 40 && text.unicodeScalars.allSatisfy(alphabet.contains)
    }
}
