/// What can go wrong while pictures are measured; each case carries what a person needs to act.
public enum MeasuresError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A folder or file that holds no network which looks at pictures.
    case notAnEncoder(path: String, reason: String)
    /// An average over nothing.
    case tooFewPictures(what: String, needed: Int, found: Int)
    /// An encoder that knows pictures alone was asked about words.
    case cannotRead(encoder: String)
    /// None of a prompt's words is one that the encoder was taught.
    case unknownWords(prompt: String, known: [String])

    public var description: String {
        switch self {
        case .notAnEncoder(let path, let reason):
            "\(path) is no CLIP or DINO model: \(reason)"
        case .tooFewPictures(let what, let needed, let found):
            "\(what) needs at least \(needed) picture\(needed == 1 ? "" : "s"); there \(found == 1 ? "is" : "are") \(found)."
        case .cannotRead(let encoder):
            "\(encoder) looks at pictures alone and can't read a prompt; a CLIP model can."
        case .unknownWords(let prompt, let known):
            "None of the words of \"\(prompt)\" is one that the encoder was taught: \(known.joined(separator: ", "))."
        }
    }
}
