import COpenSSL

/// A SHA-256 computation that takes its bytes piece by piece.
///
/// Source: FIPS 180-4, computed by OpenSSL's EVP interface.
public struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Starts a computation over no bytes.
    public init() {
        // Fails only when the machine has no memory left for some two hundred bytes.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL cannot start a SHA-256 computation")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Appends `bytes` to what is hashed.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        EVP_DigestUpdate(context, start, bytes.count)
    }

    /// Appends `bytes` to what is hashed.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// Ends the computation and returns the digest of everything appended.
    public consuming func finalize() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        EVP_DigestFinal_ex(context, &bytes, nil)
        return Digest(bytes: bytes)
    }

    /// The digest of `bytes`.
    public static func hash(_ bytes: some Collection<UInt8>) -> Digest {
        var computation = SHA256()
        computation.update(bytes)
        return computation.finalize()
    }

    /// The digest of `bytes` as 64 hexadecimal digits.
    public static func hex(of bytes: some Collection<UInt8>) -> String {
        hash(bytes).hex
    }

    /// The digest of `text`'s UTF-8 bytes as 64 hexadecimal digits.
    public static func hex(of text: String) -> String {
        hash(text.utf8).hex
    }
}
