/// The text that web interfaces keep in their pictures: the prompt, a line `Negative prompt: …`, and a last line of `Key: value` pairs.
///
/// Source: AUTOMATIC1111's interface, `infotext_utils.parse_generation_parameters`.
struct GenerationParameters {
    private(set) var prompt = ""
    private(set) var negativePrompt = ""
    private(set) var fields: [String: String] = [:]

    /// Nil for a text that is something else.
    init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard let last = lines.popLast(), last.hasPrefix("Steps: ") else { return nil }
        fields = Self.fields(in: last)
        let start = lines.firstIndex { $0.hasPrefix("Negative prompt:") } ?? lines.endIndex
        prompt = lines[..<start].joined(separator: "\n")
        guard start < lines.endIndex else { return }
        lines[start] = String(lines[start].dropFirst("Negative prompt:".count).drop(while: \.isWhitespace))
        negativePrompt = lines[start...].joined(separator: "\n")
    }

    /// Values with commas or colons stand in quotes, and a quote in them behind a backslash.
    private static func fields(in line: String) -> [String: String] {
        var (pieces, piece, isQuoted, isEscaped) = ([String](), "", false, false)
        for character in line {
            if isEscaped {
                (piece, isEscaped) = (piece + String(character), false)
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                pieces.append(piece)
                piece = ""
            } else {
                piece.append(character)
            }
        }
        let pairs = (pieces + [piece]).compactMap { piece -> (String, String)? in
            guard let colon = piece.firstIndex(of: ":") else { return nil }
            return (String(piece[..<colon].drop(while: \.isWhitespace)), String(piece[piece.index(after: colon)...].drop(while: \.isWhitespace)))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
