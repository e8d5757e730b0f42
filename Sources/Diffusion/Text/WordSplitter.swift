import Foundation

/// Text to words, as CLIP's tokenizer normalises and splits it.
///
/// Source: transformers' `CLIPTokenizer`: NFC, white space to one space, lower case, then the pattern
/// `<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`.
enum WordSplitter {
    /// Composed, lower-cased, with one space for each run of white space.
    static func normalized(_ text: String) -> String {
        let isASCII = text.utf8.allSatisfy { $0 < 128 }
        let composed = isASCII ? text : text.precomposedStringWithCanonicalMapping
        var result = String.UnicodeScalarView()
        var isInSpace = false
        for scalar in composed.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace {
                if !isInSpace { result.append(" ") }
            } else if scalar.isASCII {
                result.append(scalar.properties.isUppercase ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
            isInSpace = isSpace
        }
        return String(result)
    }

    /// The words of normalised text; what lies between them is dropped.
    static func words(of text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        var words: [Substring] = []
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let end = wordEnd(in: scalars, from: index)
            if end > index { words.append(text[index..<end]) }
            index = end > index ? end : scalars.index(after: index)
        }
        return words
    }

    private static let literals = ["<|startoftext|>", "<|endoftext|>", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { Array($0.unicodeScalars) }

    private static func wordEnd(in scalars: String.UnicodeScalarView, from start: String.Index) -> String.Index {
        let first = scalars[start]
        if first == "'" || first == "<" {
            for literal in literals where scalars[start...].starts(with: literal) { return scalars.index(start, offsetBy: literal.count) }
        }
        if first.isNumber { return scalars.index(after: start) }
        if first.isLetter { return scalars[start...].firstIndex { !$0.isLetter } ?? scalars.endIndex }
        guard !first.properties.isWhitespace else { return start }
        return scalars[start...].firstIndex { $0.isLetter || $0.isNumber || $0.properties.isWhitespace } ?? scalars.endIndex
    }
}

extension Unicode.Scalar {
    /// General category L.
    fileprivate var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    /// General category N.
    fileprivate var isNumber: Bool {
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
