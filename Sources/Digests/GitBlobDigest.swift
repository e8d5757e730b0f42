import COpenSSL

/// The name that git gives to a file's content: SHA-1 over `blob`, the size and the bytes.
///
/// Source: "Git Internals - Git Objects" in the Git book; SHA-1 of FIPS 180-4 by OpenSSL's EVP interface. It finds damage, not malice.
public struct GitBlobDigest: ~Copyable {
    private let context: OpaquePointer

    /// Starts a computation over a content of so many bytes.
    public init(size: Int) {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha1(), nil) == 1 else {
            preconditionFailure("OpenSSL cannot start a SHA-1 computation")
        }
        self.context = context
        let header = Array("blob \(size)\0".utf8)
        EVP_DigestUpdate(context, header, header.count)
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Appends `bytes` to what is hashed.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        EVP_DigestUpdate(context, start, bytes.count)
    }

    /// Ends the computation: 40 lower-case hexadecimal digits.
    public consuming func finalize() -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        EVP_DigestFinal_ex(context, &bytes, nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
