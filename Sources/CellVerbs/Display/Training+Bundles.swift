import Diffusion
import Easel
import Foundation

extension LossHistory {
    /// The chart: each step's loss faintly, the smoothed one, and the one on fixed noise.
    var bundle: DisplayBundle {
        let steps = losses.indices.map { Double($0 + 1) }
        let chart = LineChart(
            title: "Loss", xLabel: "step", yLabel: "",
            series: [
                .init(name: "each step", points: points(steps, losses), style: .faint, colour: RGB(148, 163, 184)),
                .init(name: "smoothed", points: points(steps, smoothed), style: .line, colour: RGB(37, 99, 235)),
                .init(
                    name: "on fixed noise", points: validation.map { (x: Double($0.step), y: Double($0.loss)) }, style: .markers,
                    colour: RGB(220, 38, 38)),
            ], xRange: 0...Double(max(stepCount, 1)))
        var bundle = DisplayBundle(text: text(chart))
        bundle.data["image/svg+xml"] = chart.svg()
        return bundle
    }

    private func points(_ steps: [Double], _ losses: [Float]) -> [(x: Double, y: Double)] {
        zip(steps, losses).map { (x: $0.0, y: Double($0.1)) }
    }

    private func text(_ chart: LineChart) -> String {
        let fixed = validation.map { "\($0.step): \(String(format: "%.4f", $0.loss))" }.joined(separator: "  ")
        return chart.text() + (fixed.isEmpty ? "" : "\nloss on fixed noise after step  \(fixed)")
    }
}

extension PreviewSheet {
    /// One row a prompt, one column a preview.
    var bundle: DisplayBundle {
        let text = "Previews of \(prompts.map { "\"\($0)\"" }.joined(separator: ", ")) after steps \(columns.map { "\($0.step)" }.joined(separator: ", "))"
        do {
            let cells = prompts.indices.map { row in columns.map { $0.rows[row] } }
            let sheet = ImageGrid(cells: cells, rowHeaders: prompts, columnHeaders: columns.map { $0.step == 0 ? "before" : "step \($0.step)" })
            return .png(try sheet.bitmap().png(), text: text)
        } catch {
            return DisplayBundle(text: "\(text) (they can't be shown: \(error))")
        }
    }
}
