/// An entry of a front end's help menu.
public struct HelpLink: Sendable, Hashable {
    public var text: String
    public var url: String

    public init(text: String, url: String) {
        self.text = text
        self.url = url
    }
}
