internal import Foundation

/// Text as the tokenizer compares it: canonically composed, runs of white space made one space, each character in lower case.
///
/// Source: transformers 5, `models/clip/tokenization_clip.py`: Sequence([NFC, Replace(\s+, " "), Lowercase]).
enum TextNormalizer {
    static func normalize(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var isInSpace = false
        func append(_ scalar: Unicode.Scalar) {
            let isSpace = scalar.isTextSpace
            defer { isInSpace = isSpace }
            if isSpace {
                if !isInSpace { result.append(" ") }
            } else if scalar.isASCII {
                result.append(0x41...0x5A ~= scalar.value ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        // Nothing below U+0300 can combine with what stands before it.
        if text.allSatisfy({ $0.value < 0x300 }) {
            text.forEach(append)
        } else {
            String(String.UnicodeScalarView(text)).precomposedStringWithCanonicalMapping.unicodeScalars.forEach(append)
        }
        return result
    }

    static func normalize(_ text: String) -> [Unicode.Scalar] { normalize(Array(text.unicodeScalars)[...]) }
}

extension Unicode.Scalar {
    /// White space as the regular expression `\s` has it.
    var isTextSpace: Bool {
        isASCII ? value == 32 || 9...13 ~= value : properties.isWhitespace
    }

    /// A letter as `\p{L}` has it.
    var isTextLetter: Bool {
        if isASCII { return 0x61...0x7A ~= value || 0x41...0x5A ~= value }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
    }

    /// A digit or other number as `\p{N}` has it.
    var isTextNumber: Bool {
        if isASCII { return 0x30...0x39 ~= value }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// A character of a word as `\w` has it.
    var isWordPart: Bool { self == "_" || properties.isAlphabetic || isTextNumber }
}
