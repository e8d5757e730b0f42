import COpenSSL

/// Authenticates messages with one secret key.
///
/// Source: RFC 2104 (HMAC) over FIPS 180-4 (SHA-256), computed by OpenSSL's EVP_MAC interface.
public struct HMACSHA256: Sendable {
    private let keyed: KeyedContext

    /// Prepares the key; it may have any length, zero included.
    public init(key: some Collection<UInt8>) {
        keyed = KeyedContext(key: Array(key))
    }

    /// The authentication code of the concatenation of `parts`.
    public func authenticationCode(forParts parts: [[UInt8]]) -> Digest {
        let context = keyed.duplicate()
        defer { EVP_MAC_CTX_free(context) }
        for part in parts { EVP_MAC_update(context, part, part.count) }
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        var count = 0
        EVP_MAC_final(context, &bytes, &count, bytes.count)
        return Digest(bytes: bytes)
    }

    /// The authentication code of `message`.
    public func authenticationCode(for message: [UInt8]) -> Digest {
        authenticationCode(forParts: [message])
    }
}

/// An EVP_MAC context that has seen the key and nothing else; it is only ever copied, so threads may share it.
private final class KeyedContext: @unchecked Sendable {
    private let context: OpaquePointer

    init(key: [UInt8]) {
        let mac = EVP_MAC_fetch(nil, "HMAC", nil)
        defer { EVP_MAC_free(mac) }
        guard let context = EVP_MAC_CTX_new(mac) else { preconditionFailure("OpenSSL has no HMAC") }
        self.context = context
        var name = Array("SHA256".utf8CString)
        // A null key pointer would mean "keep the old key"; the zero byte gives an empty key an address.
        let started = name.withUnsafeMutableBufferPointer { name in
            (key + [0]).withUnsafeBufferPointer { key in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
                ]
                return EVP_MAC_init(context, key.baseAddress, key.count - 1, parameters)
            }
        }
        precondition(started == 1, "OpenSSL cannot start an HMAC-SHA-256 computation")
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    func duplicate() -> OpaquePointer {
        guard let copy = EVP_MAC_CTX_dup(context) else { preconditionFailure("OpenSSL cannot copy an HMAC context") }
        return copy
    }
}
