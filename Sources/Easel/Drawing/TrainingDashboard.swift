public import Diffusion

/// A training run at a glance: what its losses say, the curves, the previews. As SVG while it goes on, as a picture and as text besides.
public struct TrainingDashboard {
    private let report: TrainingReport
    private let losses: LineChart
    private let rates: LineChart
    /// Nil for things whose change is not measured: there are too many numbers.
    private let changes: LineChart?

    private static let width = PreviewStrip.width
    private static let headHeight = 34, lossHeight = 250, smallHeight = 150, gap = 6
    private static let smallWidth = (width - gap) / 2

    public init(_ report: TrainingReport) {
        self.report = report
        let history = report.history
        let range = 0...Double(max(history.stepCount, 1))
        let steps = history.losses.indices.map { Double($0 + 1) }
        let points = { (values: [Float]) in zip(steps, values).map { (x: $0, y: Double($1)) } }
        losses = LineChart(
            title: "Loss", xLabel: "step",
            series: [
                .init(name: "each step", points: points(history.losses), style: .faint, colour: RGB(148, 163, 184)),
                .init(name: "smoothed", points: points(history.smoothed), style: .line, colour: RGB(37, 99, 235)),
                .init(
                    name: "on fixed noise", points: history.validation.map { (x: Double($0.step), y: Double($0.loss)) }, style: .markers,
                    colour: RGB(220, 38, 38)),
            ], xRange: range)
        rates = LineChart(
            title: "Learning rate", series: [.init(name: "", points: report.schedule.map { (x: Double($0.step), y: $0.rate) })], xRange: range)
        changes =
            !history.isChangeMeasured
            ? nil
            : LineChart(
                title: "Change of what is learnt (norm)",
                series: [.init(name: "", points: history.changes.map { (x: Double($0.step), y: Double($0.norm)) }, colour: RGB(0, 158, 115))], xRange: range)
    }

    // MARK: - Forms

    /// The dashboard as one SVG element that holds its previews.
    public func svg() -> String {
        let places = places
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.width)\" height=\"\(places.height)\" viewBox=\"0 0 \(Self.width) \(places.height)\" role=\"img\">",
            "<title>Training \(SVG.escaped(report.label))</title>",
            "<rect width=\"\(Self.width)\" height=\"\(places.height)\" fill=\"#ffffff\"/>",
            "<circle cx=\"14\" cy=\"\(Self.headHeight / 2)\" r=\"6\" fill=\"\(colour.hexadecimal)\"/>",
            "<text x=\"28\" y=\"\(Self.headHeight / 2 + 5)\" font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"#212529\">\(SVG.escaped(report.verdict.sentence))</text>",
            Self.moved(losses.svg(width: Self.width, height: Self.lossHeight), x: 0, y: places.losses),
            Self.moved(rates.svg(width: rateWidth, height: Self.smallHeight), x: 0, y: places.small),
        ]
        if let changes {
            parts.append(Self.moved(changes.svg(width: Self.smallWidth, height: Self.smallHeight), x: Self.smallWidth + Self.gap, y: places.small))
        }
        if let strip = report.strip {
            parts.append(
                "<image x=\"0\" y=\"\(places.strip)\" width=\"\(strip.bitmap.width)\" height=\"\(strip.bitmap.height)\" href=\"\(strip.address)\"/>")
        }
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    /// The dashboard as a picture, for viewers that show no SVG.
    ///
    /// - Throws: `ImageError`.
    public func bitmap() throws -> Bitmap {
        let places = places
        var canvas = try Canvas(width: Self.width, height: places.height)
        canvas.dot([(x: 14, y: Double(Self.headHeight / 2))], diameter: 12, colour: colour)
        let sentence = BitmapFont.standard.shortened(report.verdict.sentence, width: Self.width - 36)
        canvas.draw(sentence, x: 28, y: Self.headHeight / 2 - 3)
        canvas.draw(try losses.bitmap(width: Self.width, height: Self.lossHeight), x: 0, y: places.losses)
        canvas.draw(try rates.bitmap(width: rateWidth, height: Self.smallHeight), x: 0, y: places.small)
        if let changes {
            canvas.draw(try changes.bitmap(width: Self.smallWidth, height: Self.smallHeight), x: Self.smallWidth + Self.gap, y: places.small)
        }
        if let strip = report.strip { canvas.draw(strip.bitmap, x: 0, y: places.strip) }
        return try canvas.bitmap()
    }

    /// The verdict and the losses as rows of blocks.
    public func text() -> String {
        let history = report.history
        let fixed = history.validation.map { "\($0.step): \(ChartNumber.text((Double($0.loss) * 10000).rounded() / 10000))" }.joined(separator: "  ")
        var lines = [report.verdict.sentence, losses.text()]
        if !fixed.isEmpty { lines.append("loss on fixed noise after step  \(fixed)") }
        if let strip = report.strip {
            let prompts = strip.prompts.map { "\"\($0)\"" }.joined(separator: ", ")
            lines.append("Previews of \(prompts) after steps \(strip.steps.map { "\($0)" }.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Places

    private var rateWidth: Int { changes == nil ? Self.width : Self.smallWidth }

    private var places: (losses: Int, small: Int, strip: Int, height: Int) {
        let small = Self.headHeight + Self.lossHeight + Self.gap
        let strip = small + Self.smallHeight + Self.gap
        return (Self.headHeight, small, strip, strip + (report.strip.map { $0.bitmap.height + Self.gap } ?? 0))
    }

    private static func moved(_ svg: String, x: Int, y: Int) -> String { "<g transform=\"translate(\(x) \(y))\">\(svg)</g>" }

    private var colour: RGB {
        switch report.verdict.kind {
        case .learning, .enough: RGB(22, 163, 74)
        case .tooEarly, .notYet: RGB(148, 163, 184)
        case .notLearning, .pastItsBest: RGB(217, 119, 6)
        case .worse: RGB(220, 38, 38)
        }
    }
}

extension RGB {
    /// As style sheets write it.
    fileprivate var hexadecimal: String { "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
