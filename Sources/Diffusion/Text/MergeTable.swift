/// Reads the pairs that byte-pair encoding joins, in the order in which they were learnt.
struct MergeTable {
    private let vocabulary: [String: Int]
    private let file: String

    init(_ vocabulary: [String: Int], file: String) {
        self.vocabulary = vocabulary
        self.file = file
    }

    /// The pairs of a `merges.txt`: two parts a line, after an optional line with the version.
    ///
    /// Throws: ``TokenizerError/malformed(file:expected:found:)``, which names the line.
    func read(lines bytes: [UInt8]) throws -> [BytePairEncoder.Pair: BytePairEncoder.Merge] {
        var rules: [(String, String, Int)] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if line.isEmpty || (number == 0 && line.starts(with: "#version".utf8)) { continue }
            let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw malformed("two parts with a space between in line \(number + 1)", "'\(String(decoding: line.prefix(60), as: UTF8.self))'")
            }
            rules.append((String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self), number + 1))
        }
        return try table(rules) { "line \($0)" }
    }

    /// The pairs of a `tokenizer.json`.
    ///
    /// Throws: ``TokenizerError/malformed(file:expected:found:)``, which names the merge.
    func read(rules: [TokenizerDocument.MergeRule]) throws -> [BytePairEncoder.Pair: BytePairEncoder.Merge] {
        try table(rules.enumerated().map { ($1.left, $1.right, $0) }) { "merge \($0)" }
    }

    private func table(
        _ rules: [(left: String, right: String, place: Int)], place: (Int) -> String
    ) throws -> [BytePairEncoder.Pair: BytePairEncoder.Merge] {
        var merges: [BytePairEncoder.Pair: BytePairEncoder.Merge] = [:]
        merges.reserveCapacity(rules.count)
        for (rank, rule) in rules.enumerated() {
            func id(_ token: String) throws -> Int {
                guard let id = vocabulary[token] else {
                    throw malformed("parts and results of merges to be in the vocabulary", "'\(token)' in \(place(rule.place)), which is not")
                }
                return id
            }
            let pair = BytePairEncoder.Pair(left: try id(rule.left), right: try id(rule.right))
            merges[pair] = BytePairEncoder.Merge(rank: rank, id: try id(rule.left + rule.right))
        }
        return merges
    }

    private func malformed(_ expected: String, _ found: String) -> TokenizerError {
        .malformed(file: file, expected: expected, found: found)
    }
}
