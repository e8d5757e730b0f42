/// Pieces of words with their ids, and the order in which pieces are merged.
///
/// Source: Sennrich, Haddow and Birch 2016, algorithm 1, over bytes as in GPT-2; a word's last piece ends in `</w>` as in CLIP.
struct BytePairVocabulary: Sendable {
    let ids: [String: Int]
    /// A pair of ids to its rank and what it becomes.
    private let merges: [Pair: Merge]
    /// The ids of single bytes, inside a word and at its end.
    private let byteIDs: (inner: [Int], last: [Int])

    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    private struct Merge {
        let rank: Int
        let result: Int
    }

    static let wordEnd = "</w>"

    /// - Throws: `TokenizerError.malformedFile`, naming `path`.
    init(ids: [String: Int], merges pairs: [(String, String)], path: String) throws {
        func malformed(_ reason: String) -> TokenizerError { .malformedFile(path: path, reason: reason) }
        self.ids = ids
        var merges: [Pair: Merge] = Dictionary(minimumCapacity: pairs.count)
        for (rank, (first, second)) in pairs.enumerated() {
            guard let left = ids[first], let right = ids[second], let result = ids[first + second] else {
                throw malformed("merge \(rank + 1) of '\(first)' and '\(second)' uses a piece that the vocabulary lacks")
            }
            merges[Pair(first: left, second: right)] = Merge(rank: rank, result: result)
        }
        self.merges = merges
        func byteIDs(_ suffix: String) throws -> [Int] {
            try Self.byteAlphabet.map { symbol in
                guard let id = ids[symbol + suffix] else { throw malformed("the vocabulary lacks the byte '\(symbol)\(suffix)'") }
                return id
            }
        }
        self.byteIDs = (try byteIDs(""), try byteIDs(Self.wordEnd))
    }

    /// The piece of an id, in the byte alphabet. A search: for messages only.
    func piece(_ id: Int) -> String? { ids.first { $0.value == id }?.key }

    /// The ids of one word's pieces.
    func pieces(of word: Substring) -> [Int] {
        var ids = word.utf8.map { byteIDs.inner[Int($0)] }
        guard let last = word.utf8.last else { return [] }
        ids[ids.count - 1] = byteIDs.last[Int(last)]
        while ids.count > 1, let best = bestMerge(in: ids) { apply(best, to: &ids) }
        return ids
    }

    private func bestMerge(in ids: [Int]) -> (pair: Pair, merge: Merge)? {
        var best: (pair: Pair, merge: Merge)?
        for index in 1..<ids.count {
            let pair = Pair(first: ids[index - 1], second: ids[index])
            if let merge = merges[pair], merge.rank < best?.merge.rank ?? .max { best = (pair, merge) }
        }
        return best
    }

    /// Merges every occurrence of the pair, from the left.
    private func apply(_ best: (pair: Pair, merge: Merge), to ids: inout [Int]) {
        var (read, write) = (0, 0)
        while read < ids.count {
            let isPair = read + 1 < ids.count && ids[read] == best.pair.first && ids[read + 1] == best.pair.second
            ids[write] = isPair ? best.merge.result : ids[read]
            read += isPair ? 2 : 1
            write += 1
        }
        ids.removeSubrange(write...)
    }

    /// A visible character for each byte.
    ///
    /// Source: GPT-2's `bytes_to_unicode`: printable Latin-1 stands for itself, the others follow from U+0100.
    static let byteAlphabet: [String] = {
        let printable = Set(Array(33...126) + Array(161...172) + Array(174...255))
        var next = 256
        return (0..<256).map { byte in
            guard !printable.contains(byte) else { return String(Character(Unicode.Scalar(UInt8(byte)))) }
            defer { next += 1 }
            return Unicode.Scalar(next).map { String(Character($0)) } ?? ""
        }
    }()
}
