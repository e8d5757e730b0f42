/// What a prompt names of a drawing's attributes: `a sketch of two red cats on a blue background` names a style, a number, a colour, a kind and a place.
///
/// Attributes of other names (patterns, accents, eyes) are those that no caption names.
struct PromptAttributes: Equatable {
    /// The places of an attribute and of its value in the encoder's lists.
    struct Named: Equatable {
        let attribute: Int
        let value: Int
    }

    let values: [Named]
    /// Words that would have been understood.
    let known: [String]
    private static let styleNames = ["picture": "photo", "rendering": "photo"]

    init(_ prompt: String, among attributes: [DrawingConfiguration.Attribute]) {
        var words = prompt.lowercased().split { !$0.isLetter }.map(String.init)
        var found: [Named] = []
        func find(_ name: String, _ match: (String) -> Bool) {
            guard let attribute = attributes.firstIndex(where: { $0.name == name }), let value = attributes[attribute].values.firstIndex(where: match) else {
                return
            }
            found.append(Named(attribute: attribute, value: value))
        }
        // The background's colour is not the thing's.
        if let end = words.firstIndex(of: "background"), end > 0 {
            let colour = words[end - 1]
            find("place") { $0 == colour }
            words.removeSubrange((end - 1)...end)
        }
        let text = " " + words.joined(separator: " ") + " "
        find("place") { $0.contains(" ") && text.contains(" \($0) ") }
        find("style") { text.contains(" \($0) ") || Self.styleNames.contains { text.contains(" \($0.key) ") } && $0 == "photo" }
        find("kind") { kind in words.contains { $0 == kind || $0 == "\(kind)s" } }
        find("colour") { words.contains($0) }
        let isGroup = words.contains { ["two", "group"].contains($0) }
        find("count") { $0 == (isGroup ? "two" : "one") && !words.isEmpty }
        let isCountAlone = found.count == 1 && attributes.indices.contains(found[0].attribute) && attributes[found[0].attribute].name == "count"
        values = isCountAlone && !isGroup ? [] : found
        known = attributes.filter { ["kind", "colour", "place", "style"].contains($0.name) }.flatMap(\.values)
    }
}
