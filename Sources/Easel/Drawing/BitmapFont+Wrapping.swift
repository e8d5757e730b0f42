extension BitmapFont {
    /// The text in lines of at most `width` pixels, broken between words, and within a word that is wider than a line.
    ///
    /// White space becomes single spaces. With `lines`, what doesn't fit is left out and the last line ends in "…".
    public func wrapped(_ text: String, width: Int, scale: Int = 1, lines limit: Int? = nil) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, self.width(of: "\(last) \(word)", scale: scale) <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines += pieces(of: word, width: width, scale: scale)
            }
            // One line more than may be shown is enough to know that something is left out.
            if let limit, lines.count > limit { break }
        }
        guard let limit, lines.count > limit else { return lines }
        guard limit > 0 else { return [] }
        let rest = lines[(limit - 1)...].prefix(2).joined(separator: " ")
        return lines[..<(limit - 1)] + [shortened(rest + "…", width: width, scale: scale)]
    }

    /// The text where it fits in `width` pixels; otherwise as much of it as fits before an "…".
    public func shortened(_ text: String, width: Int, scale: Int = 1) -> String {
        guard self.width(of: text, scale: scale) > width else { return text }
        var kept = ""
        for character in text {
            guard self.width(of: "\(kept)\(character)…", scale: scale) <= width else { break }
            kept.append(character)
        }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return kept + "…"
    }

    /// A word in parts that fit; at least one character a part, however narrow the line.
    private func pieces(of word: Substring, width: Int, scale: Int) -> [String] {
        var pieces = [""]
        for character in word {
            let last = pieces[pieces.count - 1]
            if last.isEmpty || self.width(of: "\(last)\(character)", scale: scale) <= width {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }
}
