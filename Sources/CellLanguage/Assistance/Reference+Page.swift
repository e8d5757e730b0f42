extension Reference {
    /// Plain text and Markdown of the same content.
    public struct Page: Sendable {
        public let plain: String
        public let markdown: String

        public init(plain: String, markdown: String) {
            self.plain = plain
            self.markdown = markdown
        }

        /// A declaration's documentation, which is Markdown; examples stand in fences and are set in on a terminal.
        public init(documentation: String) {
            var isCode = false
            var lines: [String] = []
            for line in documentation.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") { isCode.toggle() } else { lines.append(isCode ? "    " + line : String(line)) }
            }
            self.init(plain: lines.joined(separator: "\n"), markdown: documentation)
        }
    }
}

extension Sequence<Reference.Page> {
    /// One page from the parts, one under the other.
    public func joined() -> Reference.Page {
        let parts = Array(self)
        return Reference.Page(plain: parts.map(\.plain).joined(separator: "\n\n"), markdown: parts.map(\.markdown).joined(separator: "\n\n"))
    }
}
