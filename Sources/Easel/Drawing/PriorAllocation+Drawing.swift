internal import Diffusion
public import Personalization

extension PriorAllocation {
    /// The shares as a pie: a colour for each category, its drawn pictures in full colour and its instances paler.
    public var chart: PieChart {
        var shade: [String: Int] = [:]
        let categories = shares.reduce(into: [String]()) { if !$0.contains($1.category) { $0.append($1.category) } }
        let slices = shares.map { share in
            let number = shade[share.category, default: 0]
            shade[share.category] = number + 1
            let colour = LineChart.palette[(categories.firstIndex(of: share.category) ?? 0) % LineChart.palette.count]
            return PieChart.Slice(share.label, Double(share.count), colour: colour.paler(step: number))
        }
        return PieChart(title: "Prior-preservation pictures: \(total)", slices: slices)
    }

    /// What ``rows`` are called.
    public static let header = ["pictures of", "come from", "prompt", "share", "pictures"]

    /// One row a share, and their sum.
    public var rows: [[String]] {
        shares.map { share in
            let percent = "\(ChartNumber.text(share.fraction * 100)) %"
            return [share.subject, share.identifier == nil ? "the model" : "its own pictures", share.prompt, percent, "\(share.count)"]
        } + [["all", "", "", "100 %", "\(total)"]]
    }
}

extension PriorAllocation.Share {
    fileprivate var subject: String { identifier.map { "\($0) \(category)" } ?? category }
    /// The first prompt, and how many more there are.
    package var prompt: String { (prompts.first ?? "") + (prompts.count > 1 ? " and \(prompts.count - 1) more" : "") }
    fileprivate var label: String { identifier == nil ? "\(category), drawn" : subject }
}

extension RGB {
    /// Mixed with white, more with every step, never white.
    fileprivate func paler(step: Int) -> RGB {
        let white = min(0.28 * Double(min(step, 1)) + 0.14 * Double(max(0, step - 1)), 0.75)
        func mixed(_ value: UInt8) -> UInt8 { UInt8(Double(value) * (1 - white) + 255 * white) }
        return RGB(mixed(red), mixed(green), mixed(blue))
    }
}
