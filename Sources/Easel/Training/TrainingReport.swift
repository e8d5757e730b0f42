/// Where a training run is: what its dashboard shows.
public struct TrainingReport: Sendable {
    /// What is trained.
    public let label: String
    public let history: LossHistory
    public let verdict: TrainingVerdict
    /// The learning rate of the last step.
    public let learningRate: Double
    /// The learning rate of each step of the whole run, thinned to what a chart can show.
    public let schedule: [(step: Int, rate: Double)]
    /// What was drawn on the way; nil without prompts for it.
    public let strip: PreviewStrip?
    public let state: State

    public enum State: Sendable {
        case running, finished, stopped
    }

    /// Steps taken.
    public var step: Int { history.losses.count }

    /// The numbers behind the curves, as rows of a table.
    public var rows: [[String]] {
        let first = history.validation.first?.loss
        let fixed = history.validation.last.map { "\(Self.number($0.loss)) after step \($0.step)" + (first.map { ", \(Self.number($0)) at the start" } ?? "") }
        let change = history.changes.last.map { "\(Self.number($0.norm)) (its length at the start: \(Self.number(history.startNorm)))" }
        let rows = [
            ["step", "\(step) of \(history.stepCount)"],
            ["loss", history.losses.last.map(Self.number) ?? "none yet"], ["smoothed", history.smoothed.last.map(Self.number) ?? "none yet"],
            ["on fixed noise", fixed ?? "never taken"], ["learning rate", ChartNumber.text(learningRate)],
        ]
        return rows + (history.isChangeMeasured ? [["change of what is learnt", change ?? "none yet"]] : [])
    }

    private static func number(_ value: Float) -> String { ChartNumber.text((Double(value) * 10000).rounded() / 10000) }
}
