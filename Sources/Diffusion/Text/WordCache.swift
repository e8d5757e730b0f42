internal import Synchronization

/// Words that were encoded before. Prompts repeat their words, so a small memory of them saves nearly all the work.
final class WordCache: Sendable {
    private static let wordLimit = 16_384
    private static let lengthLimit = 128

    private let words = Mutex<[String: [Int]]>([:])

    func value(for word: String, compute: () -> [Int]) -> [Int] {
        guard word.utf8.count <= Self.lengthLimit else { return compute() }
        if let known = words.withLock({ $0[word] }) { return known }
        let ids = compute()
        words.withLock { words in
            if words.count >= Self.wordLimit { words.removeAll(keepingCapacity: true) }
            words[word] = ids
        }
        return ids
    }
}
