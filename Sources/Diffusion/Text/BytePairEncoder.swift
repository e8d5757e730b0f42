/// Byte-level byte-pair encoding: a word's bytes, joined pair by pair in the order in which the pairs were learnt.
///
/// Source: Sennrich, Haddow, Birch 2016, algorithm 1; the end of a word is marked `</w>` as in OpenAI CLIP.
struct BytePairEncoder: Sendable {
    static let wordEnd = "</w>"

    /// The id of each token; words' ends carry `</w>`.
    let vocabulary: [String: Int]
    /// The highest id of the vocabulary, −1 where it is empty.
    let highestID: Int
    private let merges: [Pair: Merge]
    /// The ids of single bytes inside a word and at its end.
    private let innerBytes: [Int]
    private let lastBytes: [Int]
    private let cache = WordCache()

    struct Pair: Hashable {
        let left: Int
        let right: Int
    }

    struct Merge {
        let rank: Int
        let id: Int
    }

    /// Bytes that the vocabulary lacks become `unknown`.
    init(vocabulary: [String: Int], merges: [Pair: Merge], unknown: Int) {
        self.vocabulary = vocabulary
        self.merges = merges
        highestID = vocabulary.values.max() ?? -1
        innerBytes = ByteAlphabet.characters.map { vocabulary[String($0)] ?? unknown }
        lastBytes = ByteAlphabet.characters.map { vocabulary[String($0) + Self.wordEnd] ?? unknown }
    }

    /// The ids of one word.
    func encode(_ word: ArraySlice<Unicode.Scalar>) -> [Int] {
        let text = String(String.UnicodeScalarView(word))
        return cache.value(for: text) { joined(text.utf8) }
    }

    private func joined(_ bytes: String.UTF8View) -> [Int] {
        var symbols = bytes.map { innerBytes[Int($0)] }
        guard let last = bytes.last else { return [] }
        symbols[symbols.count - 1] = lastBytes[Int(last)]
        guard symbols.count > 1 else { return symbols }
        var word = SymbolChain(symbols)
        var queue = MergeQueue()
        func merge(at left: Int) -> Merge? {
            guard let right = word.after(left) else { return nil }
            return merges[Pair(left: word.symbols[left], right: word.symbols[right])]
        }
        func offer(_ left: Int) {
            if let merge = merge(at: left) { queue.push(rank: merge.rank, place: left) }
        }
        symbols.indices.forEach(offer)
        while let step = queue.pop() {
            // A queued pair may be gone: one of its halves was joined to another neighbour.
            guard let merge = merge(at: step.place), merge.rank == step.rank, let right = word.after(step.place) else { continue }
            word.join(step.place, right, into: merge.id)
            if let before = word.before(step.place) { offer(before) }
            offer(step.place)
        }
        return word.remaining
    }
}
