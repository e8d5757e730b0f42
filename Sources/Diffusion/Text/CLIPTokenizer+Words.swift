extension CLIPTokenizer {
    /// A word that is one token.
    package struct Word: Equatable, Sendable {
        package let text: String
        package let id: Int
    }

    /// The vocabulary's whole words of some length that are plain lower-case letters and that a prompt really finds as one token, in the order of their ids.
    package func words(ofLength lengths: ClosedRange<Int>) -> [Word] {
        let end = Array(BytePairEncoder.wordEnd.utf8)
        let words = encoder.vocabulary.compactMap { name, id -> Word? in
            let bytes = Array(name.utf8)
            let length = bytes.count - end.count
            guard lengths.contains(length), bytes.suffix(end.count).elementsEqual(end), bytes[..<length].allSatisfy({ 0x61...0x7A ~= $0 }) else { return nil }
            return Word(text: String(name.dropLast(BytePairEncoder.wordEnd.count)), id: id)
        }
        return words.sorted { $0.id < $1.id }.filter { bareIDs(of: $0.text) == [$0.id] }
    }

    /// Ids that no text can have been given in training: capital letters, since text is lower-cased first, and bytes that UTF-8 never uses.
    ///
    /// Source: Land and Bartolo 2024, "Fishing for Magikarp", which finds under-trained tokens by their likeness to such ids.
    package var unreachableIDs: [Int] {
        let bytes = Array(UInt8(ascii: "A")...UInt8(ascii: "Z")) + [0xC0, 0xC1] + Array(0xF5...0xFF)
        let names = bytes.map { String(ByteAlphabet.characters[Int($0)]) }
        return names.flatMap { [encoder.vocabulary[$0], encoder.vocabulary[$0 + BytePairEncoder.wordEnd]] }.compactMap(\.self).sorted()
    }
}
