/// Tokens that are found whole in a text before it is split into words: start and end marks, and what has been added.
///
/// The leftmost match counts, and of several there the longest. Source: the `tokenizers` library's added vocabulary.
struct WholeTokens: Sendable {
    private var ids: [[Unicode.Scalar]: Int] = [:]
    /// Lengths of tokens by their first scalar, longest first.
    private var lengths: [Unicode.Scalar: [Int]] = [:]

    mutating func add(_ content: String, id: Int) {
        let scalars = Array(content.unicodeScalars)
        guard let first = scalars.first else { return }
        ids[scalars] = id
        lengths[first] = Set((lengths[first] ?? []) + [scalars.count]).sorted(by: >)
    }

    mutating func remove(_ content: String) {
        // Lengths may stay: they only say where to look.
        ids[Array(content.unicodeScalars)] = nil
    }

    enum Piece: Equatable {
        case token(Int)
        case text(String)
    }

    /// The text, cut at every token.
    func split(_ text: String) -> [Piece] {
        guard !ids.isEmpty else { return [.text(text)] }
        let scalars = Array(text.unicodeScalars)
        var pieces: [Piece] = []
        var (start, index) = (0, 0)
        func flush(to end: Int) {
            guard end > start else { return }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end])
            pieces.append(.text(String(view)))
        }
        while index < scalars.count {
            guard let (id, length) = match(in: scalars, at: index) else {
                index += 1
                continue
            }
            flush(to: index)
            pieces.append(.token(id))
            index += length
            start = index
        }
        flush(to: scalars.count)
        return pieces
    }

    private func match(in scalars: [Unicode.Scalar], at index: Int) -> (id: Int, length: Int)? {
        for length in lengths[scalars[index]] ?? [] where index + length <= scalars.count {
            if let id = ids[Array(scalars[index..<(index + length)])] { return (id, length) }
        }
        return nil
    }
}
