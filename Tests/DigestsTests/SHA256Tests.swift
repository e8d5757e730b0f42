import Digests
import Glibc
import Testing

@Suite struct SHA256Tests {
    /// Source: FIPS 180-4 examples (csrc.nist.gov), and the digest of nothing.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func standardVectors(text: String, digest: String) {
        #expect(SHA256.hex(of: text) == digest)
        #expect(SHA256.hex(of: Array(text.utf8)) == digest)
    }

    @Test func aMillionLettersInOddPieces() {
        var computation = SHA256()
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        var start = 0
        while start < letters.count {
            let end = min(start + 997, letters.count)
            computation.update(letters[start..<end])
            start = end
        }
        #expect(computation.finalize().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func collectionsWithoutContiguousStorage() {
        #expect(SHA256.hash(Array("cba".utf8).reversed()) == SHA256.hash("abc".utf8))
    }

    @Test func filesOfSeveralPieces() throws {
        let path = "/tmp/easel-sha256-\(getpid())"
        defer { unlink(path) }
        let bytes = (0..<(2 << 20) + 7).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        #expect(try SHA256.hash(file: path) == SHA256.hash(bytes))
        #expect(try SHA256.hex(file: path) == SHA256.hex(of: bytes))
    }

    @Test func missingFilesAndFolders() {
        #expect(throws: DigestError.unreadableFile(path: "/nowhere/at/all", reason: "No such file or directory")) {
            try SHA256.hash(file: "/nowhere/at/all")
        }
        #expect(throws: DigestError.unreadableFile(path: "/tmp", reason: "Is a directory")) { try SHA256.hex(file: "/tmp") }
    }
}
