/// Finds the added tokens in a text: the leftmost, and of those that begin at the same place the longest.
///
/// Source: tokenizers, `AddedVocabulary.find_matches` (Aho–Corasick, leftmost-longest).
struct TokenTrie: Sendable {
    private struct Node: Sendable {
        var next: [Unicode.Scalar: Int] = [:]
        var token: WholeToken?
    }

    private var nodes = [Node()]

    /// Two tokens may not be spelled alike: the first stays.
    mutating func insert(_ spelling: [Unicode.Scalar], _ token: WholeToken) {
        guard !spelling.isEmpty else { return }
        var node = 0
        for scalar in spelling {
            if let known = nodes[node].next[scalar] {
                node = known
            } else {
                nodes.append(Node())
                nodes[node].next[scalar] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        if nodes[node].token == nil { nodes[node].token = token }
    }

    /// The token of exactly this spelling.
    func token(spelled spelling: [Unicode.Scalar]) -> WholeToken? {
        var node = 0
        for scalar in spelling {
            guard let next = nodes[node].next[scalar] else { return nil }
            node = next
        }
        return nodes[node].token
    }

    /// The pieces of `text` in order: found tokens, and the text between them.
    func pieces(of text: ArraySlice<Unicode.Scalar>) -> [Piece] {
        var pieces: [Piece] = []
        var (taken, place) = (text.startIndex, text.startIndex)
        while place < text.endIndex {
            guard let found = longestToken(in: text, at: place) else {
                place += 1
                continue
            }
            var (start, end) = (place, place + found.length)
            place = end
            if found.token.isSingleWord, isInsideWord(text, start, end) { continue }
            if found.token.stripsLeft { while start > taken, text[start - 1].isTextSpace { start -= 1 } }
            if found.token.stripsRight { while end < text.endIndex, text[end].isTextSpace { end += 1 } }
            if start > taken { pieces.append(.text(text[taken..<start])) }
            pieces.append(.token(found.token))
            taken = end
            place = max(place, end)
        }
        if taken < text.endIndex { pieces.append(.text(text[taken...])) }
        return pieces
    }

    enum Piece {
        case text(ArraySlice<Unicode.Scalar>)
        case token(WholeToken)
    }

    private func longestToken(in text: ArraySlice<Unicode.Scalar>, at start: Int) -> (token: WholeToken, length: Int)? {
        var node = 0
        var found: (token: WholeToken, length: Int)?
        var place = start
        while place < text.endIndex, let next = nodes[node].next[text[place]] {
            node = next
            place += 1
            if let token = nodes[node].token { found = (token, place - start) }
        }
        return found
    }

    private func isInsideWord(_ text: ArraySlice<Unicode.Scalar>, _ start: Int, _ end: Int) -> Bool {
        (start > text.startIndex && text[start - 1].isWordPart) || (end < text.endIndex && text[end].isWordPart)
    }
}
