import COpenSSL

/// The 32 bytes that SHA-256 and HMAC-SHA-256 produce.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes every digest has.
    public static let byteCount = 32

    /// The bytes, most significant first; always ``byteCount`` of them.
    public let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    public var description: String { hex }

    /// Whether `text` holds the hexadecimal digits of this digest, in a time that does not depend on where they differ.
    public func matches(hex text: some Collection<UInt8>) -> Bool {
        let expected = Array(hex.utf8)
        let given = Array(text)
        guard given.count == expected.count else { return false }
        return CRYPTO_memcmp(given, expected, expected.count) == 0
    }
}
