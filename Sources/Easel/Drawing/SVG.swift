internal import Diffusion

/// Pieces of SVG that charts have in common: sizes in pixels, nothing fetched from elsewhere.
enum SVG {
    /// The element that everything stands in, on a white ground of its own.
    static func opening(width: Int, height: Int, title: String?) -> [String] {
        let opening =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\" role=\"img\""
            + " font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\" font-size=\"11\" fill=\"#495057\">"
        let ground = "<rect x=\"0.5\" y=\"0.5\" width=\"\(width - 1)\" height=\"\(height - 1)\" rx=\"6\" fill=\"#ffffff\" stroke=\"#dee2e6\"/>"
        return [opening] + (title.map { ["<title>\(escaped($0))</title>"] } ?? []) + [ground]
    }

    static func title(_ text: ChartLayout.Text) -> String { self.text(text, " font-size=\"13\" font-weight=\"600\" fill=\"#212529\"") }

    static func text(_ text: ChartLayout.Text, _ attributes: String = "") -> String {
        "<text x=\"\(number(text.x))\" y=\"\(number(text.y))\"\(attributes)>\(escaped(text.text))</text>"
    }

    static func number(_ value: Double) -> String { ChartNumber.short(value) }

    static func hexadecimal(_ colour: RGB) -> String {
        "#" + [colour.red, colour.green, colour.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Text as XML may hold it: signs with a meaning written out, characters that XML forbids left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
