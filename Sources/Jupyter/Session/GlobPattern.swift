/// A pattern for whole texts: `*` stands for anything, `?` for one character, `[abc]`, `[a-z]` and `[^a]` for one of a set.
///
/// Source: SQLite's GLOB operator, which Jupyter's history search is defined by.
package struct GlobPattern: Sendable {
    private enum Piece: Sendable {
        case anything
        case one
        case set([ClosedRange<Unicode.Scalar>], negated: Bool)
        case scalar(Unicode.Scalar)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .anything, .one: true
            case .set(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
            case .scalar(let wanted): wanted == scalar
            }
        }
    }

    private var pieces: [Piece] = []

    package init(_ pattern: String) {
        let scalars = Array(pattern.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            switch scalar {
            case "*": pieces.append(.anything)
            case "?": pieces.append(.one)
            case "[": pieces.append(Self.set(in: scalars, at: &position) ?? .scalar(scalar))
            default: pieces.append(.scalar(scalar))
            }
        }
    }

    /// The set that starts at `position`; nothing when it is never closed, and then the bracket stands for itself.
    private static func set(in scalars: [Unicode.Scalar], at position: inout Int) -> Piece? {
        var end = position
        let negated = end < scalars.count && scalars[end] == "^"
        if negated { end += 1 }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        // A closing bracket in the first place is a member of the set.
        repeat {
            guard end < scalars.count else { return nil }
            let first = scalars[end]
            if end + 2 < scalars.count, scalars[end + 1] == "-", scalars[end + 2] != "]", first <= scalars[end + 2] {
                ranges.append(first...scalars[end + 2])
                end += 3
            } else {
                ranges.append(first...first)
                end += 1
            }
        } while end < scalars.count && scalars[end] != "]"
        guard end < scalars.count else { return nil }
        position = end + 1
        return .set(ranges, negated: negated)
    }

    /// Whether the whole of `text` matches; in time proportional to the product of both lengths at worst.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var (piece, position) = (0, 0)
        var resume: (piece: Int, position: Int)?
        while position < scalars.count {
            if piece < pieces.count, case .anything = pieces[piece] {
                resume = (piece + 1, position)
                piece += 1
            } else if piece < pieces.count, pieces[piece].matches(scalars[position]) {
                piece += 1
                position += 1
            } else if let last = resume {
                resume = (last.piece, last.position + 1)
                (piece, position) = (last.piece, last.position + 1)
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { if case .anything = $0 { true } else { false } }
    }
}
