/// Help made from declarations: the same that check the calls.
public enum Reference {
    /// Plain text and Markdown of the same content.
    public struct Page: Sendable {
        public let plain: String
        public let markdown: String

        public init(plain: String, markdown: String) {
            self.plain = plain
            self.markdown = markdown
        }
    }

    /// The page of a function with all its overloads.
    public static func page(of functions: [NativeFunction]) -> Page {
        let pages = functions.map { page(of: $0) }
        return Page(plain: pages.map(\.plain).joined(separator: "\n\n"), markdown: pages.map(\.markdown).joined(separator: "\n\n"))
    }

    private static func page(of function: NativeFunction) -> Page {
        let rows = function.parameters.map { row($0) }
        let width = rows.map(\.name.count).max() ?? 0
        let plainRows = rows.map {
            "  " + $0.name + String(repeating: " ", count: width - $0.name.count) + "  " + $0.facts
                + ($0.text.isEmpty ? "" : ". " + $0.text)
        }
        var plain = function.signature + "\n\n" + function.documentation
        var markdown = "```swift\n\(function.signature)\n```\n\n\(function.documentation)"
        if !rows.isEmpty {
            plain += "\n\n" + plainRows.joined(separator: "\n")
            markdown +=
                "\n\n| argument | | |\n|---|---|---|\n"
                + rows.map { "| `\($0.name)` | \(escaped($0.facts)) | \(escaped($0.text)) |" }.joined(separator: "\n")
        }
        if function.result != .nothing {
            plain += "\n\nGives: \(function.result)"
            markdown += "\n\nGives `\(function.result)`."
        }
        return Page(plain: plain, markdown: markdown)
    }

    private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }

    /// What is known of a parameter: its type, default, bounds and cases.
    static func row(_ parameter: Parameter) -> (name: String, facts: String, text: String) {
        var facts = ["\(parameter.type)" + (parameter.isVariadic ? ", any number" : "")]
        if let value = parameter.defaultSource {
            facts.append("default \(value)")
        } else if !parameter.isVariadic {
            facts.append("must be given")
        }
        if let bounds = parameter.bounds { facts.append("\(bounds)") }
        if let cases = parameter.type.enumeration?.cases { facts.append(cases.map { ".\($0.name)" }.joined(separator: " ")) }
        return (parameter.label.map { "\($0):" } ?? parameter.name, facts.joined(separator: "; "), parameter.documentation)
    }

    /// The page of a type of the host's.
    public static func page(of type: ObjectType) -> Page {
        let rows =
            type.properties.map { (".\($0.name)", "\($0.type)", $0.documentation) }
            + type.methods.map { (".\($0.name)", $0.signature, summary($0.documentation)) }
        let plain =
            ([type.name + (type.documentation.isEmpty ? "" : ": " + type.documentation), ""]
                + rows.map { "  \($0.0)  \($0.1)" + ($0.2.isEmpty ? "" : "  " + $0.2) })
        let markdown =
            "**\(type.name)** \(type.documentation)\n\n| member | | |\n|---|---|---|\n"
            + rows.map { "| `\($0.0)` | `\(escaped($0.1))` | \(escaped($0.2)) |" }.joined(separator: "\n")
        return Page(plain: plain.joined(separator: "\n"), markdown: markdown)
    }

    /// The table of contents: every function by topic, with its first sentence.
    public static func contents(of library: Library) -> Page {
        let functions = library.functions.filter { !$0.key.contains(".") }.compactMap { $0.value.first }
        let topics = Dictionary(grouping: functions, by: \.topic).sorted { $0.key < $1.key }
        var plain: [String] = []
        var markdown: [String] = []
        for (topic, functions) in topics {
            let sorted = functions.sorted { $0.name < $1.name }
            let width = sorted.map(\.name.count).max() ?? 0
            plain +=
                [topic.isEmpty ? "Others" : topic]
                + sorted.map { "  " + $0.name + String(repeating: " ", count: width - $0.name.count) + "  " + summary($0.documentation) }
                + [""]
            markdown +=
                ["### \(topic.isEmpty ? "Others" : topic)", ""] + sorted.map { "- `\($0.name)`: \(summary($0.documentation))" } + [""]
        }
        return Page(plain: plain.joined(separator: "\n"), markdown: markdown.joined(separator: "\n"))
    }

    /// The first paragraph.
    static func summary(_ documentation: String) -> String {
        String(documentation.prefix { $0 != "\n" })
    }
}
