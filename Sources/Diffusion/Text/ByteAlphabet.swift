/// The printable characters that stand for bytes in a byte-level vocabulary.
///
/// Source: OpenAI GPT-2, `encoder.py`, `bytes_to_unicode`: printable bytes stand for themselves, the others for U+0100 and on.
enum ByteAlphabet {
    /// The character of each byte.
    static let characters: [Unicode.Scalar] = {
        var next: UInt32 = 256
        return (0...255).map { (byte: UInt32) in
            if 33...126 ~= byte || 161...172 ~= byte || 174...255 ~= byte { return Unicode.Scalar(UInt8(byte)) }
            defer { next += 1 }
            return Unicode.Scalar(next) ?? "?"
        }
    }()

    private static let bytes = Dictionary(uniqueKeysWithValues: zip(characters, UInt8.min...UInt8.max))

    /// The bytes that a vocabulary entry's characters stand for; characters outside the alphabet stand for their own UTF-8.
    static func decode(_ text: some StringProtocol) -> [UInt8] {
        text.unicodeScalars.flatMap { bytes[$0].map { [$0] } ?? Array(String($0).utf8) }
    }
}
