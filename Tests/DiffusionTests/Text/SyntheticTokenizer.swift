import Foundation

/// A tokenizer folder with all single bytes, a few merges and the special tokens: enough to test everything but real ids.
struct SyntheticTokenizer {
    var vocabulary: [String: Int] = [:]
    var merges = ["a b", "b a", "ab a", "c a", "ca t</w>", "d o", "do g</w>", "s k", "k s</w>", "s ks</w>", "h i</w>", "! !", "!! !!"]
    var configuration = #"{"model_max_length": 12, "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}"#

    init() {
        // Bytes as GPT-2 writes them: printable ones as themselves, the others from U+0100 on.
        var (characters, next): ([String], UInt32) = ([], 256)
        for byte in UInt32(0)..<256 {
            let isPrintable = 33...126 ~= byte || 161...172 ~= byte || 174...255 ~= byte
            characters.append(String(Unicode.Scalar(isPrintable ? byte : next)!))
            if !isPrintable { next += 1 }
        }
        let results = merges.map { $0.replacing(" ", with: "") }
        let tokens = characters + characters.map { $0 + "</w>" } + results + ["<|startoftext|>", "<|endoftext|>"]
        for token in tokens where vocabulary[token] == nil { vocabulary[token] = vocabulary.count }
    }

    func write(to folder: String) throws {
        try JSONEncoder().encode(vocabulary).write(to: URL(filePath: "\(folder)/vocab.json"))
        try Data(("#version: 0.2\n" + merges.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(folder)/merges.txt"))
        try Data(configuration.utf8).write(to: URL(filePath: "\(folder)/tokenizer_config.json"))
    }

    /// Byte-pair encoding as the paper writes it: again and again the earliest learnt of all pairs, everywhere.
    func naiveIDs(of word: String) -> [Int] {
        var symbols = word.utf8.map { String(Unicode.Scalar($0)) }
        symbols[symbols.count - 1] += "</w>"
        let ranks = Dictionary(uniqueKeysWithValues: merges.enumerated().map { ($1, $0) })
        while true {
            let pairs = zip(symbols, symbols.dropFirst()).map { "\($0) \($1)" }
            guard let best = pairs.filter({ ranks[$0] != nil }).min(by: { ranks[$0]! < ranks[$1]! }) else { break }
            var (joined, i): ([String], Int) = ([], 0)
            while i < symbols.count {
                let fits = i + 1 < symbols.count && "\(symbols[i]) \(symbols[i + 1])" == best
                joined.append(fits ? symbols[i] + symbols[i + 1] : symbols[i])
                i += fits ? 2 : 1
            }
            symbols = joined
        }
        return symbols.compactMap { vocabulary[$0] }
    }
}
