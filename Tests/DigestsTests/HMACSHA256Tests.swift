import Digests
import Testing

@Suite struct HMACSHA256Tests {
    /// Source: RFC 4231, test cases 1, 2, 3 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func standardVectors(key: [UInt8], message: [UInt8], digest: String) {
        let authenticator = HMACSHA256(key: key)
        #expect(authenticator.authenticationCode(for: message).hex == digest)
        let middle = message.count / 2
        #expect(authenticator.authenticationCode(forParts: [Array(message[..<middle]), [], Array(message[middle...])]).hex == digest)
    }

    /// Source: Python's `hmac.new(b"", b"", "sha256").hexdigest()`.
    @Test func emptyKeyAndMessage() {
        let code = HMACSHA256(key: []).authenticationCode(for: [])
        #expect(code.hex == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func matchingIsExact() {
        let code = HMACSHA256(key: [1, 2, 3]).authenticationCode(for: [4, 5])
        #expect(code.matches(hex: code.hex.utf8))
        #expect(!code.matches(hex: code.hex.dropLast().utf8))
        #expect(!code.matches(hex: (code.hex + "0").utf8))
        #expect(!code.matches(hex: code.hex.uppercased().utf8))
        #expect(!code.matches(hex: "".utf8))
        var flipped = Array(code.hex.utf8)
        flipped[63] ^= 1
        #expect(!code.matches(hex: flipped))
    }
}
