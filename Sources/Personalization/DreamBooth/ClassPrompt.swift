/// What a prompt of a subject says of its whole category: the prompt without the identifier.
///
/// A model that learns "a sks picture of a cat" beside "a picture" alone also takes "a picture of a cat" for what it learns; beside "a picture of a cat" it
/// can tell the two apart.
public struct ClassPrompt: Sendable {
    private let identifier: String
    private let category: String

    public init(identifier: String, category: String) {
        (self.identifier, self.category) = (identifier, category)
    }

    /// - Returns: nil for a prompt that does not name the subject.
    public func text(of prompt: String) -> String? {
        let words = prompt.split(separator: " ").map(String.init)
        let named = words.indices.filter { words[$0].lowercased() == identifier.lowercased() && isFollowed(words, at: $0) }
        guard !named.isEmpty else { return nil }
        var text: [String] = []
        for (place, word) in words.enumerated() {
            if named.contains(place) { article(after: &text) } else { text.append(word) }
        }
        return text.joined(separator: " ")
    }

    /// The category alone, as one of many: "a dog".
    public static func article(_ category: String) -> String {
        "\("aeiou".contains(category.lowercased().prefix(1)) && !category.isEmpty ? "an" : "a") \(category)"
    }

    /// Whether the identifier has its category behind it, with or without a comma.
    private func isFollowed(_ words: [String], at place: Int) -> Bool {
        let category = category.split(separator: " ")
        let following = words.dropFirst(place + 1).prefix(category.count)
        return following.count == category.count && zip(following, category).allSatisfy { $0.trimmingPunctuation == $1.lowercased() }
    }

    /// Names have no article and categories have one: "photo of sks dog" is one "of a dog"; "an sks dog" is "a dog".
    private func article(after text: inout [String]) {
        let article = String(Self.article(category).prefix { $0 != " " })
        guard let last = text.last?.lowercased() else { return text = [article] }
        if ["a", "an"].contains(last) {
            text[text.count - 1] = article
        } else if Self.prepositions.contains(last) {
            text.append(article)
        }
    }

    private static let prepositions: Set<String> = [
        "of", "with", "without", "in", "on", "by", "and", "or", "beside", "near", "at", "to", "like", "from", "behind", "under", "over", "for", "between",
    ]
}

extension String {
    fileprivate var trimmingPunctuation: String {
        var text = Substring(lowercased())
        while let last = text.last, last.isPunctuation { text.removeLast() }
        return String(text)
    }
}
