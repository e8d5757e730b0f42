/// Help made from declarations: the same that check the calls.
public enum Reference {
    /// How much a page says.
    public enum Detail: Sendable {
        /// Signature, documentation, arguments with their defaults and limits; a value's beginning.
        case short
        /// Also what the cases of arguments mean, and all members of a value's type.
        case full
    }

    /// The page of a function with all its overloads.
    public static func page(of functions: [NativeFunction], _ detail: Detail = .short) -> Page {
        functions.map { page(of: $0, detail) }.joined()
    }

    private static func page(of function: NativeFunction, _ detail: Detail) -> Page {
        let result = function.result == .nothing ? [] : [Page(plain: "Gives: \(function.result)", markdown: "Gives `\(function.result)`.")]
        let choices = detail == .full ? function.parameters.compactMap(\.type.enumeration).map { page(of: $0) } : []
        // The example comes last: whoever looks at a page while typing wants the arguments.
        let parts = function.documentation.split(separator: "\n\n```", maxSplits: 1).map(String.init)
        let text = Page(documentation: parts.first ?? "")
        let example = parts.dropFirst().map { Page(documentation: "```" + $0) }
        let head = [Page(plain: function.signature, markdown: "```swift\n\(function.signature)\n```"), text]
        return (head + table(of: function.parameters) + result + choices + example).joined()
    }

    /// The page of something that takes arguments and is no function of the host's.
    static func page(of parameters: [Parameter], of name: String) -> Page {
        ([Page(plain: name, markdown: "`\(name)`")] + table(of: parameters)).joined()
    }

    private static func table(of parameters: [Parameter]) -> [Page] {
        let rows = parameters.map { row($0) }
        guard !rows.isEmpty else { return [] }
        let width = rows.map(\.name.count).max() ?? 0
        let plain = rows.map {
            "  " + $0.name + String(repeating: " ", count: width - $0.name.count) + "  " + $0.facts
                + ($0.text.isEmpty ? "" : ". " + $0.text)
        }
        let markdown = rows.map { "| `\($0.name)` | \(escaped($0.facts)) | \(escaped($0.text)) |" }
        return [
            Page(
                plain: plain.joined(separator: "\n"),
                markdown: "| argument | | |\n|---|---|---|\n" + markdown.joined(separator: "\n"))
        ]
    }

    /// The page of one argument.
    static func page(of parameter: Parameter, in function: String, _ detail: Detail) -> Page {
        let row = row(parameter)
        let text = row.text.isEmpty ? "" : "\n\n" + row.text
        let page = Page(
            plain: "\(row.name) of \(function): \(row.facts)\(text)", markdown: "`\(row.name)` of `\(function)`: \(row.facts)\(text)")
        guard detail == .full, let type = parameter.type.enumeration else { return page }
        return [page, Self.page(of: type)].joined()
    }

    /// The page of a type with cases.
    public static func page(of type: EnumerationType) -> Page {
        let cases = type.cases.map { "  .\($0.name)" + ($0.documentation.isEmpty ? "" : "  " + $0.documentation) }.joined(separator: "\n")
        return Page(plain: "\(type.name): \(type.documentation)\n\n\(cases)", markdown: "**\(type.name)** \(type.documentation)\n\n```\n\(cases)\n```")
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

    /// What a type of the host's is, and the names of its members.
    static func summary(of type: ObjectType) -> Page {
        let members = (type.properties.map(\.name) + type.methods.map { "\($0.name)(…)" }).map { "." + $0 }
        let list = members.isEmpty ? "" : "\n\n" + members.joined(separator: " ")
        return Page(
            plain: "\(type.name): \(type.documentation)\(list)",
            markdown: "**\(type.name)** \(type.documentation)" + (members.isEmpty ? "" : "\n\n`\(members.joined(separator: " "))`"))
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
