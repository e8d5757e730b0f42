/// A prompt with weights for attention, taken apart: `(word)` has 1.1 times the weight, `[word]` 1/1.1, `(word:1.3)` 1.3 times; brackets nest, a
/// backslash makes them literal, and `BREAK` begins the next chunk.
///
/// No prompt is wrong: a closing bracket without its opening one is text, and an opening one without its closing one reaches to the end.
///
/// Source: AUTOMATIC1111, stable-diffusion-webui 1.10, `modules/prompt_parser.py`, `parse_prompt_attention`.
public struct WeightedPrompt: Equatable, Sendable {
    /// Text of one weight.
    public struct Part: Equatable, Sendable {
        public var text: String
        public var weight: Double

        public init(_ text: String, _ weight: Double = 1) {
            self.text = text
            self.weight = weight
        }

        static let breakMark = Part("BREAK", -1)

        /// Whether the next chunk begins here. Inside brackets the mark is multiplied as everything is, and then it is a word: so the interface has it.
        public var isBreak: Bool { self == Self.breakMark }
    }

    /// In the prompt's order, neighbours of one weight put together; never empty.
    public let parts: [Part]

    /// Everything but the marks, as the text model reads it.
    public var text: String { parts.map { $0.isBreak ? " " : $0.text }.joined() }

    public init(_ prompt: String) {
        var builder = Builder()
        var scanner = WeightedPromptScanner(prompt)
        while let piece = scanner.next() { builder.add(piece) }
        parts = builder.finished()
    }

    /// Collects parts, and multiplies those of a bracket when it closes, the innermost first.
    private struct Builder {
        private static let emphasis = 1.1
        private var parts: [Part] = []
        /// For each open bracket the part that comes first in it.
        private var round: [Int] = []
        private var square: [Int] = []

        mutating func add(_ piece: WeightedPromptScanner.Piece) {
            switch piece {
            case .literal(let text): parts.append(Part(text))
            case .text(let texts):
                parts.append(Part(texts[0]))
                for text in texts.dropFirst() { parts += [.breakMark, Part(text)] }
            case .opening("("): round.append(parts.count)
            case .opening: square.append(parts.count)
            case .weight(let weight, let written): close(round.popLast(), by: weight, written)
            case .closing(")"): close(round.popLast(), by: Self.emphasis, ")")
            case .closing: close(square.popLast(), by: 1 / Self.emphasis, "]")
            }
        }

        mutating func finished() -> [Part] {
            for first in round { multiply(from: first, by: Self.emphasis) }
            for first in square { multiply(from: first, by: 1 / Self.emphasis) }
            var merged: [Part] = []
            for part in parts {
                if let last = merged.last, last.weight == part.weight {
                    merged[merged.count - 1].text += part.text
                } else {
                    merged.append(part)
                }
            }
            return merged.isEmpty ? [Part("")] : merged
        }

        private mutating func close(_ first: Int?, by weight: Double, _ written: String) {
            guard let first else { return parts.append(Part(written)) }
            multiply(from: first, by: weight)
        }

        private mutating func multiply(from first: Int, by weight: Double) {
            for index in first..<parts.count { parts[index].weight *= weight }
        }
    }
}
