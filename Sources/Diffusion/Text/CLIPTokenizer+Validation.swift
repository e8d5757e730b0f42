extension CLIPTokenizer {
    private static let nameLimit = 256

    /// Refuses names for the vectors of one placeholder that mean something already, or would after they were added.
    ///
    /// Throws: ``TokenizerError``.
    func validate(_ names: [String]) throws {
        for name in names {
            try Self.validateSpelling(name)
            try refuseKnown(name)
            try refuseVector(name)
        }
        let next = "\(names[0])_\(names.count)"
        if wholeTokens.contains(where: { $0.content == next }) {
            throw TokenizerError.invalidPlaceholder(names[0], reason: "'\(next)', which has been added, would count as one of its vectors")
        }
    }

    private static func validateSpelling(_ name: String) throws {
        guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else {
            throw TokenizerError.invalidPlaceholder(name, reason: "it is empty")
        }
        guard name.unicodeScalars.count <= nameLimit else {
            throw TokenizerError.invalidPlaceholder("\(name.prefix(20))…", reason: "it has more than \(nameLimit) characters")
        }
        guard !first.isTextSpace, !last.isTextSpace, name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw TokenizerError.invalidPlaceholder(name, reason: "it begins or ends with white space, or has control characters")
        }
    }

    private func refuseKnown(_ name: String) throws {
        let normalized = TextNormalizer.normalize(name)
        let text = String(String.UnicodeScalarView(normalized))
        for existing in [name, text, text + BytePairEncoder.wordEnd] where encoder.vocabulary[existing] != nil {
            throw TokenizerError.alreadyInVocabulary(placeholder: name, existing: text)
        }
        if let twin = wholeToken(spelledLike: name, normalized: normalized) {
            throw TokenizerError.alreadyInVocabulary(placeholder: name, existing: twin.content)
        }
    }

    private func refuseVector(_ name: String) throws {
        guard let place = name.lastIndex(of: "_"), Int(name[place...].dropFirst()) != nil else { return }
        let stem = name[..<place]
        guard let owner = wholeTokens.first(where: { $0.content == stem && !$0.isSpecial }) else { return }
        throw TokenizerError.invalidPlaceholder(name, reason: "it would count as a further vector of '\(owner.content)'")
    }
}
