/// Prompts for pictures that have none of their own; `{}` stands for the token.
///
/// What a prompt says must be true of the picture, or the token learns the difference: so there is a list for single things, one for groups
/// and one for styles, and none of them claims a mood, a light or a quality that a given picture may lack.
public enum PromptTemplates: String, CaseIterable, Sendable {
    case object
    case group
    case style

    public var prompts: [String] {
        switch self {
        case .object: Self.objects
        case .group: Self.groups
        case .style: Self.styles
        }
    }

    private static let objects = [
        "a photo of {}", "a picture of {}", "an image of {}", "one {}", "a photo of one {}", "a photo of a {}", "a photo of the {}",
        "a photo of my {}", "a picture of a {}", "a picture of the {}", "a close-up photo of {}", "a close-up photo of a {}",
        "a cropped photo of {}", "a good photo of {}", "a rendition of {}", "this is {}", "here is a {}", "a snapshot of {}",
        "a photo showing {}", "a single {}",
    ]

    private static let groups = [
        "a photo of two {}", "two {}", "a picture of two {}", "a group of {}", "a photo of a group of {}", "a picture of a group of {}",
        "several {}", "a photo of several {}", "{} side by side", "a photo of {} next to each other", "more than one {}", "a pair of {}",
    ]

    private static let styles = [
        "a painting in the style of {}", "a picture in the style of {}", "a drawing in the style of {}", "an image in the style of {}",
        "a rendering in the style of {}", "artwork in the style of {}", "in the style of {}", "{} style", "a {} painting", "a {} picture",
        "a work of art in {} style", "a close-up picture in the style of {}", "a small picture in the style of {}", "the style of {}",
    ]
}
