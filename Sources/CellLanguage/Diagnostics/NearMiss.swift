/// Finds what a person may have meant.
package enum NearMiss {
    /// `; did you mean 'name'?`, or nothing where no candidate is near.
    package static func hint(for word: String, among candidates: some Sequence<String>, prefix: String = "") -> String {
        best(for: word, among: candidates).map { "; did you mean '\(prefix)\($0)'?" } ?? ""
    }

    /// The candidate nearest to a word: the same letters in another case, a completion of at least three letters, or few edits away.
    package static func best(for word: String, among candidates: some Sequence<String>) -> String? {
        let (exact, folded) = (Array(word.unicodeScalars), Array(word.lowercased().unicodeScalars))
        guard !folded.isEmpty, folded.count <= 64 else { return nil }
        var best: (name: String, cost: Double)?
        for candidate in candidates where candidate != word {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard let distance = cost(folded, other) else { continue }
            // Of two that are as near, the one in the same case: 'modle' is 'model', not 'Model'.
            let cost = distance + Double(Self.distance(exact, Array(candidate.unicodeScalars))) / 1024
            if best.map({ cost < $0.cost || (cost == $0.cost && candidate < $0.name) }) ?? true { best = (candidate, cost) }
        }
        return best?.name
    }

    private static func cost(_ word: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double? {
        guard !other.isEmpty, other.count <= 64 else { return nil }
        let edits = distance(word, other)
        let allowed = max(1, (min(word.count, other.count) + 1) / 3)
        if edits <= allowed, edits < min(word.count, other.count) { return Double(edits) }
        let common = zip(word, other).prefix { $0 == $1 }.count
        if word.count >= 3, common == min(word.count, other.count) { return 3 + Double(other.count) / 64 }
        if word.count >= 5, common >= 4 { return 4 + Double(edits) / 64 }
        return nil
    }

    /// Edits (insert, delete, replace, swap neighbours) between two words.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1] + Array(repeating: 0, count: b.count)
            for j in b.indices {
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
