import FoundationEssentials

extension DisplayBundle {
    static func note(_ text: String) -> DisplayBundle {
        DisplayBundle(text: text, html: "<div style=\"color:#6b7280\">\(HTML.escaped(text))</div>")
    }

    static func warning(_ text: String) -> DisplayBundle {
        DisplayBundle(text: "Warning: \(text)", html: "<div style=\"color:#b45309\"><b>Warning:</b> \(HTML.escaped(text))</div>")
    }
}

/// Pieces of HTML that need neither scripts nor a network, so they survive every viewer's sanitizer.
enum HTML {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    /// A table; cells are text unless they say otherwise.
    static func table(header: [String] = [], rows: [[String]]) -> String {
        let head = header.isEmpty ? "" : "<thead><tr>" + header.map { "<th style=\"text-align:left\">\(escaped($0))</th>" }.joined() + "</tr></thead>"
        let body = rows.map { row in "<tr>" + row.map { "<td style=\"text-align:left\">\(escaped($0))</td>" }.joined() + "</tr>" }.joined()
        return "<table>\(head)<tbody>\(body)</tbody></table>"
    }

    /// A drawing as a picture: front-ends take drawings out of the HTML of a notebook that somebody else has executed, and leave pictures.
    static func picture(svg: String, alternative: String) -> String {
        "<div><img alt=\"\(escaped(alternative))\" src=\"data:image/svg+xml;base64,\(Data(svg.utf8).base64EncodedString())\"></div>"
    }
}

/// Columns of text, aligned.
enum TextTable {
    static func text(header: [String] = [], rows: [[String]]) -> String {
        let all = header.isEmpty ? rows : [header] + rows
        let widths = all.reduce(into: [Int]()) { widths, row in
            for (index, cell) in row.enumerated() {
                if index < widths.count { widths[index] = max(widths[index], cell.count) } else { widths.append(cell.count) }
            }
        }
        func line(_ row: [String]) -> String {
            let padded = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            return padded.joined(separator: "  ")
        }
        return all.map(line).joined(separator: "\n")
    }
}
