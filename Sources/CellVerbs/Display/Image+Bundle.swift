import Diffusion
import Easel

extension Image {
    /// The picture as PNG with its recipe, small ones enlarged without smoothing, and a text that says its size and seed.
    var bundle: DisplayBundle {
        do {
            return .png(try shown.png(), text: summary)
        } catch {
            return DisplayBundle(text: "\(summary) (it can't be shown: \(error))")
        }
    }

    /// Small ones enlarged without smoothing.
    var shown: Image {
        get throws {
            let factor = max(1, 256 / max(width, height, 1))
            return factor > 1 ? Image(try bitmap.enlarged(by: factor), recipe: recipe, control: control, source: source) : self
        }
    }

    var summary: String {
        let origin = recipe.map { ", seed \($0.seed): \"\($0.prompt)\" (\($0.summary))" } ?? control.map { ", a control: \($0.rawValue)" } ?? ""
        return "Image \(width)×\(height)\(origin)"
    }
}

extension [Image] {
    /// One picture, or several as one labelled grid.
    var bundle: DisplayBundle {
        guard count > 1 else { return first?.bundle ?? DisplayBundle(text: "[]") }
        return grid(columns: nil, labels: gridLabels).bundle
    }

    func grid(columns: Int?, labels: [String]) -> GridObject {
        GridObject(ImageGrid(map(\.bitmap), columns: columns, labels: labels), images: self)
    }

    /// Prompts where they differ, then seeds.
    private var gridLabels: [String] {
        let first = self[0].prompt
        let differ = contains { $0.prompt != first }
        return map { Self.label($0, withPrompt: differ) }
    }

    private static func label(_ image: Image, withPrompt: Bool) -> String {
        let seed = image.seed.map { "seed \($0)" } ?? ""
        guard withPrompt, let prompt = image.prompt else { return seed }
        return seed.isEmpty ? prompt : "\(prompt) · \(seed)"
    }
}
